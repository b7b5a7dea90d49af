// @ts-check
/** What a zone or a group holds: four figures, then tables. Every figure carries its exact value for machines. */
import { GAP, areaText, countText, fiscalYearsText, grouped, lengthText, yenColumn, yenText } from '../core/numbers.js';
import { sectorName } from '../core/sectors.js';
import { fill, h } from './dom.js';
import { sectorSymbol } from './icons.js';
import { notice, tabList } from './parts.js';

/** Rows shown before 「すべて表示」. */
const FIRST_ROWS = 8;

/** The table last looked at: the next holding opens with the same. */
let chosenTable = 'byMunicipality';

/**
 * @param {import('../operations/app.js').App} app
 * @param {import('../core/types.js').Holding} holding
 * @param {string} title
 */
export function holdingView(app, holding, title) {
  const { t, store } = app;
  const { lang } = store.get();
  return h('section', { class: 'holding', 'data-testid': 'holding' },
    h('h3', null, title),
    holding.assets === 0 && holding.partly === 0 ? h('p', { class: 'empty' }, t('holdsNothing')) : null,
    figures(app, holding),
    holding.assets > 0 || holding.partly > 0 ? tables(app, holding) : null,
    holding.withoutFirm > 0 ? h('p', { class: 'hint' }, t('withoutFirm', { count: countText(holding.withoutFirm, lang) })) : null,
    holding.unlinked && holding.unlinked.contracts > 0 ? unlinkedView(app, holding.unlinked) : null);
}

/** @param {import('../operations/app.js').App} app @param {import('../core/types.js').Holding} holding */
function figures({ t, store }, holding) {
  const { lang } = store.get();
  const years = holding.fiscalYears && holding.yen > 0 ? t('yenYears', { years: fiscalYearsText(holding.fiscalYears, lang) }) : '';
  const yearly = holding.yenPerYear ? t('yenPerYear', { yen: yenText(holding.yenPerYear, lang) }) : '';
  return h('dl', { class: 'figures' },
    figure('assets', t('assets'), holding.assets, countText(holding.assets, lang), holding.partly ? t('partly', { count: countText(holding.partly, lang) }) : null),
    figure('yen', t('yen'), holding.yen, yenText(holding.yen, lang), years, yearly),
    figure('lengthM', t('length'), holding.lengthM, lengthText(holding.lengthM)),
    figure('areaM2', t('surface'), holding.areaM2, areaText(holding.areaM2)));
}

/** @param {string} key @param {string} label @param {number} value @param {string} text @param {...(string|null)} more further lines */
function figure(key, label, value, text, ...more) {
  const [number, ...unit] = text.split(GAP);
  return h('div', { class: `figure ${key}` }, h('dt', null, label),
    h('dd', null,
      h('data', { value: String(value), 'data-figure': key }, h('b', null, number), unit.length ? GAP + unit.join(GAP) : ''),
      more.filter(Boolean).map(line => h('span', { class: 'more' }, line))));
}

/** @param {import('../operations/app.js').App} app @param {import('../core/types.js').Holding} holding */
function tables(app, holding) {
  const { t } = app;
  const place = h('div', { class: 'holding-tables' });
  const kinds = ['byMunicipality', 'bySector', 'byContractor', ...(holding.byOwner?.length ? ['byOwner'] : [])];
  let all = false;
  const draw = () => {
    const chosen = kinds.includes(chosenTable) ? chosenTable : kinds[0];
    fill(place,
      tabList({
        label: t('holds'), id: 'holding', chosen,
        tabs: kinds.map(key => ({ key, label: t(key) })),
        onChoose: key => {
          chosenTable = key;
          all = false;
          draw();
          /** @type {HTMLElement|null} */ (place.querySelector(`#holding-tab-${key}`))?.focus({ preventScroll: true });
        },
      }),
      h('div', { role: 'tabpanel', id: 'holding-panel', 'aria-labelledby': `holding-tab-${chosen}` },
        rowsTable(app, chosen, /** @type {any} */ (holding)[chosen], all, () => { all = !all; draw(); })));
  };
  draw();
  return place;
}

/**
 * @param {import('../operations/app.js').App} app
 * @param {string} kind
 * @param {import('../core/types.js').HoldingRow[]} rows
 * @param {boolean} all
 * @param {() => void} onMore
 */
function rowsTable({ t, store }, kind, rows, all, onMore) {
  const { lang } = store.get();
  const most = Math.max(1, ...rows.map(row => row.yen));
  const money = yenColumn(most, lang);
  const shown = all ? rows : rows.slice(0, FIRST_ROWS);
  return h('div', null,
    h('table', { class: 'rows' },
      h('thead', null, h('tr', null,
        h('th', { scope: 'col' }, t(kind).replace(/別$/, '')),
        h('th', { scope: 'col', class: 'number' }, t('colAssets')),
        h('th', { scope: 'col', class: 'number' }, t('colLength')),
        h('th', { scope: 'col', class: 'number' }, t('yen'), h('small', null, `（${money.unit}）`)))),
      h('tbody', null, shown.map(row => h('tr', { 'data-row': String(row.key) },
        h('th', { scope: 'row' }, kind === 'bySector' ? sectorSymbol(String(row.key)) : null, rowName({ t, lang }, kind, row)),
        h('td', { class: 'number' }, grouped(row.assets)),
        h('td', { class: 'number' }, row.lengthM > 0 ? lengthText(row.lengthM) : '–'),
        h('td', { class: 'number' }, h('data', { value: String(row.yen) }, money.text(row.yen)), bar(row.yen / most)))))),
    rows.length > FIRST_ROWS
      ? h('button', { type: 'button', class: 'link', 'data-key': 'more-rows', onClick: onMore }, all ? t('showFewer') : t('showAll', { count: countText(rows.length, lang) }))
      : null,
    kind === 'byContractor' ? h('p', { class: 'hint' }, t('contractsTwice')) : null);
}

/** @param {number} share */
function bar(share) {
  const inner = h('span', { class: 'bar', 'aria-hidden': 'true' });
  inner.style.width = `${Math.max(0, Math.min(100, share * 100))}%`;
  return inner;
}

/** @param {{t: (key: string) => string, lang: import('../core/types.js').Language}} words @param {string} kind @param {import('../core/types.js').HoldingRow} row */
function rowName({ t, lang }, kind, row) {
  if (kind === 'bySector') return sectorName(String(row.key), lang);
  const name = lang === 'en' && row.nameEn ? row.nameEn : row.name;
  return name || t(kind === 'byMunicipality' ? 'nowhere' : 'noOwner');
}

/** @param {import('../operations/app.js').App} app @param {NonNullable<import('../core/types.js').Holding['unlinked']>} unlinked */
function unlinkedView({ t, store }, unlinked) {
  const { lang } = store.get();
  const text = (/** @type {{contracts: number, yen: number}} */ part) => t('unlinkedText', { contracts: countText(part.contracts, lang), yen: yenText(part.yen, lang) });
  return notice('info',
    h('p', { class: 'strong' }, t('unlinked')),
    h('p', { 'data-figure': 'unlinked' }, text(unlinked)),
    h('ul', { class: 'plain-list' }, unlinked.byOrderer.slice(0, FIRST_ROWS).map(row => h('li', null, `${row.name}　${text(row)}`))));
}
