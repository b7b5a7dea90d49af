import { test } from 'node:test';
import assert from 'node:assert/strict';
import { put, stampOf } from '../js/core/raster.js';

const RED = 0xff0000ff;
const HALF_BLUE = 0x80ff0000;
const raster = (width, height, fill = 0) => ({ width, height, pixels: new Uint32Array(width * height).fill(fill) });
const dot = colour => stampOf({ width: 1, height: 1, pixels: Uint32Array.of(colour) });

test('a stamp lies with its middle at the place', () => {
  const to = raster(5, 5);
  put(to, stampOf(raster(3, 3, RED)), 2.5, 2.5);
  assert.deepEqual([...to.pixels.keys()].filter(at => to.pixels[at] === RED), [6, 7, 8, 11, 12, 13, 16, 17, 18]);
});

test('what lies outside the raster is left out, never put on the next row', () => {
  const to = raster(4, 3);
  for (const [x, y] of [[0, 0], [4, 0], [0, 3], [4, 3], [-9, 1], [1, 99]]) put(to, stampOf(raster(2, 2, RED)), x, y);
  assert.deepEqual([...to.pixels.keys()].filter(at => to.pixels[at] === RED), [0, 3, 8, 11]);
});

test('an opaque pixel covers, a transparent one does not, one in between mixes', () => {
  const to = raster(1, 1, RED);
  put(to, dot(0), 0.5, 0.5);
  assert.equal(to.pixels[0], RED);
  put(to, dot(HALF_BLUE), 0.5, 0.5);
  assert.equal(to.pixels[0], 0xff80007f);
  put(to, dot(RED), 0.5, 0.5);
  assert.equal(to.pixels[0], RED);
});

test('half over half is three quarters of the cover, and over nothing it stays itself', () => {
  const to = raster(1, 1);
  put(to, dot(HALF_BLUE), 0.5, 0.5);
  assert.equal(to.pixels[0], HALF_BLUE);
  put(to, dot(HALF_BLUE), 0.5, 0.5);
  assert.equal(to.pixels[0] >>> 24, 192);
  assert.equal((to.pixels[0] >>> 16) & 255, 255);
});
