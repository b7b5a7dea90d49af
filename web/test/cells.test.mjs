import assert from 'node:assert/strict';
import { test } from 'node:test';
import { covers, windowOf } from '../js/core/cells.js';

const view = [15300000, 4250000, 15690000, 4470000];

test('a window holds the view with some more around it, on a grid that all windows of the zoom share', () => {
  const window = windowOf(view, 9);
  assert.equal(window.cell, 1223);
  assert.ok(window.west % window.cell === 0 && window.south % window.cell === 0);
  assert.ok(window.west < view[0] && window.south < view[1]);
  assert.ok(window.west + window.cell * window.columns > view[2] && window.south + window.cell * window.rows > view[3]);
  assert.equal(windowOf(view.map(metres => metres + 5000), 9.3).cell, window.cell);
});

test('a small move needs no new window, a wide one and another zoom do', () => {
  const window = windowOf(view, 9);
  assert.ok(covers(window, view, 9));
  assert.ok(covers(window, view.map(metres => metres + 30000), 9));
  assert.ok(!covers(window, view.map(metres => metres + 120000), 9));
  assert.ok(!covers(window, view, 10));
});

test('a large screen gets larger cells, and the edge of the map bounds a window', () => {
  const wide = windowOf([view[0], view[1], view[0] + 7680 * 305, view[1] + 4320 * 305], 9);
  assert.ok(wide.columns * wide.rows <= 500000 && wide.cell === 4892);
  const world = windowOf([-3e7, -3e7, 3e7, 3e7], 1);
  assert.ok(world.west >= -20037508 && world.south >= -20037508);
  assert.ok(covers(world, [-3e7, -3e7, 3e7, 3e7], 1));
});
