import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firmUse, useOf, withDefault, withKey, withTitle, withUse } from '../js/core/suggestion.js';

const profile = Object.freeze({
  name: 'own-x', version: 1, title: '見本', titleEn: 'Example', kind: 'assets', required: ['latitude', 'longitude'], crs: null,
  fields: { name: ['名前'], latitude: ['北'], longitude: ['東'] }, defaults: { sector: 'road' }, key: ['番号'],
  firms: [{ columns: ['業者'], role: 'built', year: ['年'] }],
});

test('what a column is used for', () => {
  assert.deepEqual(['名前', '業者', '備考'].map(column => useOf(profile, column)), ['name', 'firm:built', '']);
});

test('a field moves to another column and the former one becomes an attribute', () => {
  const changed = withUse(profile, '別名', 'name');
  assert.deepEqual(changed.fields.name, ['別名']);
  assert.equal(useOf(changed, '名前'), '');
  assert.deepEqual(profile.fields.name, ['名前']);
});

test('a place that is taken away is not required any more', () => {
  const changed = withUse(profile, '北', '');
  assert.deepEqual(changed.required, ['longitude']);
  assert.ok(!('latitude' in changed.fields));
});

test('a column becomes a firm and leaves its field, and back', () => {
  const firm = withUse(profile, '名前', firmUse('inspects'));
  assert.equal(useOf(firm, '名前'), 'firm:inspects');
  assert.ok(!('name' in firm.fields));
  assert.equal(withUse(firm, '名前', 'name').firms.length, 1);
  assert.deepEqual(withUse(profile, '業者', '').firms, []);
});

test('key, defaults and title', () => {
  assert.deepEqual(withKey(profile, '').key, []);
  assert.deepEqual(withKey(profile, 'ID').key, ['ID']);
  assert.deepEqual(withDefault(profile, 'sector', '').defaults, {});
  assert.deepEqual(withDefault(profile, 'owner', '22212').defaults, { sector: 'road', owner: '22212' });
  assert.equal(withTitle(profile, ' 台帳 ').title, '台帳');
  assert.equal(withTitle(profile, '').title, '見本');
});
