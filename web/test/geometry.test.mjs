import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extentOf, faultOf, onGrid, polygonsOf, surfaceOf } from '../js/core/geometry.js';

const polygon = (...rings) => ({ type: 'Polygon', coordinates: rings });
const closed = (...nodes) => [...nodes, nodes[0]];
const signed = ring => ring.slice(1).reduce((sum, node, at) => sum + ring[at][0] * node[1] - node[0] * ring[at][1], 0);

/** A small repeatable generator (mulberry32), so that a red run can be run again. */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

test('on the grid: seven decimals, closed, right-handed, and once is enough', () => {
  const next = random(1);
  for (let round = 0; round < 200; round += 1) {
    const nodes = Array.from({ length: 3 + Math.floor(next() * 9) }, () => [138 + next(), 35 + next()]);
    const once = onGrid(polygon(next() < 0.5 ? closed(...nodes) : nodes));
    const ring = once.coordinates[0];
    assert.deepEqual(ring[0], ring.at(-1));
    assert.ok(signed(ring.map(([x, y]) => [x - 138, y - 35])) >= 0);
    for (const [x, y] of ring) assert.ok(x === Number(x.toFixed(7)) && y === Number(y.toFixed(7)));
    assert.deepEqual(onGrid(once), once);
  }
});

test('holes run the other way round', () => {
  const hole = closed([0.2, 0.2], [0.4, 0.2], [0.4, 0.4], [0.2, 0.4]);
  const [outer, inner] = onGrid(polygon(closed([0, 0], [0, 1], [1, 1], [1, 0]), hole)).coordinates;
  assert.ok(signed(outer) > 0);
  assert.ok(signed(inner) < 0);
});

test('faults are named', () => {
  assert.equal(faultOf(polygon(closed([0, 0], [1, 0], [1, 1]))), null);
  assert.equal(faultOf(polygon([[0, 0], [1, 0]])), 'few');
  assert.equal(faultOf(polygon(closed([0, 0], [1, 0], [2, 0]))), 'flat');
  assert.equal(faultOf(polygon(closed([0, 0], [1, 1], [1, 0], [0, 2]))), 'crossing');
  assert.equal(faultOf(polygon(closed([0, 0], [2, 0], [2, 2], [1, 0], [0, 2]))), 'crossing', 'a node on another side');
});

test('a star-shaped ring never crosses itself, and swapping two far nodes shows', () => {
  const next = random(7);
  for (let round = 0; round < 100; round += 1) {
    const count = 6 + Math.floor(next() * 30);
    const nodes = Array.from({ length: count }, (_, at) => {
      const angle = (2 * Math.PI * at) / count, reach = 0.5 + next() * 0.2;
      return [138 + reach * Math.cos(angle), 35 + reach * Math.sin(angle)];
    });
    assert.equal(faultOf(polygon(closed(...nodes))), null);
    const swapped = [...nodes];
    const other = Math.floor(count / 2);
    [swapped[0], swapped[other]] = [swapped[other], swapped[0]];
    assert.equal(faultOf(polygon(closed(...swapped))), 'crossing');
  }
});

test('the surfaces of an outline are found wherever they are', () => {
  const square = polygon(closed([0, 0], [1, 0], [1, 1], [0, 1]));
  const collection = { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [5, 5] }, square] };
  assert.deepEqual(polygonsOf(surfaceOf(collection)), [square.coordinates]);
  assert.equal(surfaceOf({ type: 'Point', coordinates: [5, 5] }), null);
  assert.equal(surfaceOf(null), null);
  assert.deepEqual(extentOf(square), [0, 0, 1, 1]);
});
