-- A made-up coast of two towns, small enough to count by hand. Everything in it is fictitious.
INSERT INTO gunmane.study_area (code, name, name_en, fictitious, metres_proj, attribution, created_by) VALUES
  ('coast', '架空海岸', 'Made-up coast', true, '+proj=tmerc +lat_0=31 +lon_0=140 +k=0.9999 +x_0=0 +y_0=0 +ellps=GRS80 +units=m +no_defs', '架空のデータ', 'test'),
  ('empty', '空の地域', 'Empty', true, NULL, '', 'test');

INSERT INTO gunmane.organisation (study_area, code, name, kind) VALUES
  (1, '90101', '東町', 'municipality'), (1, '90102', '西町', 'municipality'), (1, '90000', '架空県', 'prefecture');
INSERT INTO gunmane.department (study_area, organisation, name) VALUES (1, 1, '建設課'), (1, 2, '都市課');

INSERT INTO gunmane.municipality (study_area, prefecture, code, border_code, name, name_en, prefecture_name, owner_org, geom) VALUES
  (1, '90', '90101', '90101', '東町', 'East', '架空県', 1, ST_Multi(ST_MakeEnvelope(140.05, 31.0, 140.1, 31.1, 6668))),
  (1, '90', '90102', '90102', '西町', 'West', '架空県', 2, ST_Multi(ST_MakeEnvelope(140.0, 31.0, 140.05, 31.1, 6668)));

-- 40 lamps along a road, 10 roads, 5 parks; two are named with what breaks careless writers.
INSERT INTO gunmane.asset (study_area, prefecture, dense_id, id, owner_org, managing_department, municipality, sector, kind, name, route, ledger_number,
  built_year, condition_scale, condition_raw, length_m, area_m2, source, source_key, content_hash, attributes, geom, geom_m)
SELECT 1, '90', n, ('00000000-0000-4000-8000-' || lpad((1000 + 7 * n % 55)::text, 12, '0'))::uuid, town, CASE WHEN town < 3 THEN town END,
  CASE town WHEN 1 THEN '90101' WHEN 2 THEN '90102' END, sector, kind, name, '', 'L' || n, CASE WHEN n % 3 = 0 THEN 1970 + n END,
  'road', 'II', CASE sector WHEN 'road' THEN 900 ELSE 0 END, CASE sector WHEN 'park' THEN 10000 ELSE 0 END,
  'test', n::text, '\x00', jsonb_build_object('備考', 'n' || n), geom, ST_SetSRID(ST_Transform(geom, '+proj=tmerc +lat_0=31 +lon_0=140 +k=0.9999 +ellps=GRS80 +units=m +no_defs'), 0)
FROM (
  SELECT n, CASE WHEN n < 20 THEN 1 ELSE 2 END AS town, 'lighting' AS sector, '道路照明' AS kind,
    CASE n WHEN 3 THEN 'a"b\c' WHEN 4 THEN E'改\n行' ELSE '照明' || n END AS name,
    ST_SetSRID(ST_MakePoint(140.06 - (n / 20) * 0.02 + (n % 20) * 0.0005, 31.05), 6668) AS geom
  FROM generate_series(0, 39) n
  UNION ALL
  SELECT n, CASE WHEN n < 45 THEN 1 WHEN n < 49 THEN 2 ELSE 3 END, 'road', '市道', '町道' || n,
    ST_SetSRID(ST_MakeLine(ST_MakePoint(140.045, 31.04 + n * 0.0002), ST_MakePoint(140.055, 31.04 + n * 0.0002)), 6668)
  FROM generate_series(40, 49) n
  UNION ALL
  SELECT n, CASE WHEN n < 52 THEN 1 ELSE 2 END, 'park', '街区公園', '公園' || n, ST_MakeEnvelope(140.02 + n * 0.0005, 31.02, 140.0203 + n * 0.0005, 31.0203, 6668)
  FROM generate_series(50, 54) n) AS made;
UPDATE gunmane.study_area SET next_dense_id = 55 WHERE id = 1;

INSERT INTO gunmane.contractor (public_id, study_area, identity_key, name, name_normalised, corporate_number, geom)
SELECT ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid, 1, 'name:架空建設' || n, '架空建設' || n, '架空建設' || n, CASE n WHEN 1 THEN '9000000000001' END,
  CASE WHEN n < 11 THEN ST_SetSRID(ST_MakePoint(140.01 + n * 0.001, 31.01), 6668) END
FROM generate_series(1, 12) n;

INSERT INTO gunmane.contract (public_id, study_area, prefecture, orderer, contracting_department, title, sector, work_kind, outcome, yen, tender_date, starts_on, ends_on, fiscal_year, contractor, contractor_raw, source, source_key, content_hash)
SELECT ('00000000-0000-4000-a000-' || lpad(n::text, 12, '0'))::uuid, 1, '90', 1 + n % 2, NULL, '道路照明修繕工事 第' || n || '号', 'lighting', 'small_repair',
  CASE WHEN n = 23 THEN 'no_bidder' ELSE 'awarded' END, CASE WHEN n = 23 THEN NULL ELSE 1000000 + n END, DATE '2025-04-01' + n,
  DATE '2025-05-01' + n, CASE WHEN n = 22 THEN NULL ELSE DATE '2026-03-31' END, 2025, CASE WHEN n = 23 THEN NULL ELSE 1 + n % 12 END, '', 'test', n::text, '\x00'
FROM generate_series(1, 23) n;
INSERT INTO gunmane.contract_asset (study_area, contract, dense_id, weight, evidence, strength) VALUES
  (1, 1, 0, 1, 'asset', 1), (1, 1, 1, 3, 'asset', 1), (1, 2, 1, 1, 'title', 0.6);
INSERT INTO gunmane.asset_contractor (study_area, dense_id, contractor, role, since, evidence, strength, reason) VALUES
  (1, 1, 2, 'built', '1999-04-01', 'asset', 1, '台帳の施工業者'), (1, 1, 3, 'maintains', NULL, 'title', 0.6, '件名に一致');

INSERT INTO gunmane.group_run (id, study_area, data_version, engine, engine_version, parameters, assets, ungrouped, labels, actor, created_at) VALUES
  ('00000000-0000-4000-b000-000000000001', 1, 0, 'kernel', '1', '{"radius": 100}', 55, 45, '', 'test', '2026-01-01T00:00:00Z'),
  ('00000000-0000-4000-b000-000000000002', 1, 0, 'kernel', '1', '{"radius": 200}', 55, 35, '', 'test', '2026-01-02T00:00:00Z');
INSERT INTO gunmane.candidate_group (run, number, id, study_area, score, assets, metrics, reasons, geom)
SELECT ('00000000-0000-4000-b000-00000000000' || run)::uuid, number, ('00000000-0000-4000-c000-' || lpad((run * 10 + number)::text, 12, '0'))::uuid, 1, 1.0 / number, 10,
  '{}', '[{"key": "near", "ja": "近い", "en": "near"}]', ST_MakeEnvelope(140.03 + number * 0.01, 31.045, 140.039 + number * 0.01, 31.055, 6668)
FROM generate_series(1, 2) run, generate_series(1, 2) number WHERE NOT (run = 1 AND number = 2);

INSERT INTO gunmane.scenario (id, study_area, name, version, created_by) VALUES
  ('00000000-0000-4000-d000-000000000001', 1, '第1案', 2, 'test'), ('00000000-0000-4000-d000-000000000002', 1, '第2案', 1, 'test');
INSERT INTO gunmane.zone (id, scenario, study_area, name, version, geom) VALUES
  ('00000000-0000-4000-e000-000000000001', '00000000-0000-4000-d000-000000000001', 1, '区域A', 1, ST_MakeEnvelope(140.04, 31.04, 140.05, 31.06, 6668)),
  ('00000000-0000-4000-e000-000000000002', '00000000-0000-4000-d000-000000000001', 1, '区域B', 2, ST_MakeEnvelope(140.05, 31.04, 140.06, 31.06, 6668)),
  ('00000000-0000-4000-e000-000000000003', '00000000-0000-4000-d000-000000000002', 1, '区域A', 1, ST_MakeEnvelope(140.06, 31.04, 140.07, 31.06, 6668));
