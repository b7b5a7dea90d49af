import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addZone, changesOf, removeZone, renameZone, reshapeZone } from '../js/actions/zones.js';
import { freeName, scenarioOf, settle, zoneOf } from '../js/core/scenario.js';

const square = (x, y, side = 0.01) => ({ type: 'Polygon', coordinates: [[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]] });
const empty = () => scenarioOf({ id: 's', area: 'model', name: '検討案1', version: 3, zones: [] });
const two = () => addZone('b', '区域2', square(138.2, 35))(addZone('a', '区域1', square(138.1, 35))(empty()));
const plain = scenario => JSON.parse(JSON.stringify(scenario.zones));

test('an action leaves the scenario it came from as it was', () => {
  const before = two();
  const copy = plain(before);
  removeZone('a')(renameZone('a', '別名')(reshapeZone('b', square(138.3, 35))(before)));
  assert.deepEqual(plain(before), copy);
  assert.throws(() => { before.zones.push({}); }, TypeError);
  assert.throws(() => { before.zones[0].name = 'x'; }, TypeError);
});

test('every action followed by its inverse gives the same zones', () => {
  const before = two();
  const b = zoneOf(before, 'b');
  const there = [
    [addZone('c', '区域3', square(138.4, 35)), removeZone('c')],
    [reshapeZone('b', square(138.5, 35)), reshapeZone('b', b.geometry)],
    [renameZone('b', '別名'), renameZone('b', b.name)],
    [removeZone('b'), addZone('b', b.name, b.geometry)],
  ];
  for (const [action, inverse] of there) {
    assert.notDeepEqual(plain(action(before)), plain(before));
    assert.deepEqual(plain(inverse(action(before))), plain(before));
  }
});

test('an action on a zone that is not there is refused', () => {
  assert.throws(() => removeZone('x')(two()), /no zone x/);
  assert.throws(() => reshapeZone('x', square(0, 0))(two()), /no zone x/);
  assert.throws(() => addZone('a', 'again', square(0, 0))(two()), /there already/);
});

test('the edit says only what differs', () => {
  const before = two();
  assert.deepEqual(changesOf(before, before), []);
  const after = removeZone('a')(renameZone('b', '東部')(before));
  assert.deepEqual(changesOf(before, after), [
    { zone: 'b', name: '東部', geometry: zoneOf(before, 'b').geometry },
    { zone: 'a', deleted: true },
  ]);
});

test('the answer of the server is taken in as it stands, neighbours too', () => {
  const neighbour = square(138.2, 35, 0.02);
  const reply = {
    version: 4,
    changes: [{ zone: 'a', deleted: true }, { zone: 'b', name: '区域2', geometry: neighbour, version: 4 }, { zone: 'c', name: '新', geometry: square(1, 1), version: 4 }],
  };
  const settled = settle(two(), reply);
  assert.equal(settled.version, 4);
  assert.equal(settled.canUndo, true);
  assert.equal(settled.canRedo, false);
  assert.deepEqual(settled.zones.map(zone => zone.id), ['b', 'c']);
  assert.deepEqual(zoneOf(settled, 'b').geometry, neighbour);
});

test('a free name is never one that is taken', () => {
  assert.equal(freeName([], '区域'), '区域1');
  assert.equal(freeName([{ name: '区域2' }], '区域'), '区域3');
  assert.equal(freeName([{ name: '区域3' }, { name: '区域1' }], '区域'), '区域4');
});
