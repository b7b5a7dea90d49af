import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GAP, areaText, dateText, fiscalYearsText, lengthText, yenColumn, yenText } from '../js/core/numbers.js';
import { formatPlace, parsePlace } from '../js/core/place.js';
import { SECTORS, shapeCorners } from '../js/core/sectors.js';
import { sentenceIn } from '../js/core/sentence.js';
import { speaker, WORDS } from '../js/ui/words.js';
import { createStore } from '../js/core/store.js';

test('dates carry both calendars, also on the days an era changed', () => {
  assert.equal(dateText('2026-11-23', 'ja'), '令和8年（2026年）11月23日');
  assert.equal(dateText('2019-05-01T00:00:00Z', 'ja'), '令和元年（2019年）5月1日');
  assert.equal(dateText('2019-04-30', 'ja'), '平成31年（2019年）4月30日');
  assert.equal(dateText('1989-01-07', 'ja'), '昭和64年（1989年）1月7日');
  assert.equal(dateText('1900-01-01', 'ja'), '1900年1月1日');
  assert.equal(dateText('2026-11-23', 'en'), '23 November 2026');
  assert.equal(dateText('不明', 'ja'), '不明');
  assert.equal(fiscalYearsText([2021, 2025], 'ja'), '令和3年度〜令和7年度（2021〜2025年度）');
});

const spaced = text => text.replaceAll(GAP, ' ');

test('sizes get the unit in which they are read', () => {
  assert.equal(spaced(yenText(98765, 'ja')), '98,765 円');
  assert.equal(spaced(yenText(123456, 'ja')), '123 千円');
  assert.equal(spaced(yenText(12345678, 'ja')), '12.3 百万円');
  assert.equal(spaced(yenText(1234567890, 'ja')), '12.3 億円');
  assert.equal(spaced(lengthText(999)), '999 m');
  assert.equal(spaced(lengthText(12345)), '12.3 km');
  assert.equal(spaced(areaText(9999)), '9,999 m²');
  assert.equal(spaced(areaText(123456)), '12.3 ha');
  const column = yenColumn(45678901, 'ja');
  assert.equal(`${column.text(1234567)} ${column.unit}`, '1,235 千円');
});

test('the address keeps the place, and nonsense in it is passed over', () => {
  const place = { area: 'model', scenario: 'a-1', run: 'b', zone: 'z', tab: 'zones', group: 3, map: { zoom: 11.5, lat: 35.12345, lon: 138.2 } };
  assert.deepEqual(parsePlace(formatPlace(place)), place);
  assert.deepEqual(parsePlace('#map=1/2&group=-4&area='), {});
  assert.deepEqual(parsePlace('#map=abc/1/2'), {});
  assert.deepEqual(parsePlace(''), {});
});

test('the reader gets his half of a sentence, or all of it', () => {
  assert.equal(sentenceIn('半径は1～5,000 mです。(The radius is 1–5,000 m.)', 'ja'), '半径は1～5,000 mです。');
  assert.equal(sentenceIn('半径は1～5,000 mです。(The radius is 1–5,000 m.)', 'en'), 'The radius is 1–5,000 m.');
  assert.equal(sentenceIn('区域「東部（仮）」がありません。', 'en'), '区域「東部（仮）」がありません。');
  assert.equal(sentenceIn('Only (English) here', 'ja'), 'Only (English) here');
});

test('listeners hear of their keys only, and only of real changes', () => {
  const store = createStore({ a: 1, b: 2 });
  const heard = [];
  const stop = store.on(['a'], state => heard.push(state.a));
  store.set({ b: 3 });
  store.set({ a: 1 });
  store.set({ a: 5, b: 4 });
  stop();
  store.set({ a: 6 });
  assert.deepEqual(heard, [5]);
});

test('no two sectors look the same without their colour', () => {
  const points = SECTORS.map(sector => JSON.stringify(shapeCorners(sector.shape, 10).map(corner => corner.map(value => Math.round(value)))));
  assert.equal(new Set(points).size, SECTORS.length);
  const lines = SECTORS.map(sector => JSON.stringify([sector.dash, sector.width]));
  assert.equal(new Set(lines).size, SECTORS.length);
});

test('every sentence is there in both languages, with the same blanks', () => {
  const blanks = text => [...text.matchAll(/\{(\w+)\}/g)].map(found => found[1]).sort();
  for (const [key, [ja, en]] of Object.entries(WORDS)) {
    assert.ok(ja && en, key);
    assert.deepEqual(blanks(ja), blanks(en), key);
  }
  assert.equal(speaker('ja')('group', { number: 3 }), '群候補 3');
  assert.throws(() => speaker('en')('no such key'), /no words/);
});
