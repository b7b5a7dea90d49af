import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedOf, inputsOf, isUnchanged } from '../js/core/presets.js';

const defaults = Object.freeze({ radius: 250, minPoints: 3, contractorWeight: 0.9, threshold: 0.85 });
const preset = Object.freeze({ key: 'nara', inputs: { method: 'bounded', radius: 3000, sectors: ['bridge', 'tunnel'], maxExtent: 10000 } });

test('a precedent fills the form over the defaults, and none clears it', () => {
  assert.deepEqual(inputsOf(defaults, preset), { ...defaults, ...preset.inputs, preset: 'nara' });
  assert.deepEqual(inputsOf(defaults, undefined), defaults);
});

test('a setting of the precedent that was cleared is named, others are not', () => {
  const inputs = { ...inputsOf(defaults, preset), maxExtent: undefined, sectorWeight: undefined };
  const asked = JSON.parse(JSON.stringify(askedOf(inputs, [preset])));
  assert.equal(asked.maxExtent, null);
  assert.ok(!('sectorWeight' in asked));
  assert.equal(asked.radius, 3000);
});

test('without a precedent nothing is named that was not set', () => {
  assert.deepEqual(askedOf(defaults, [preset]), defaults);
  assert.deepEqual(askedOf(defaults, null), defaults);
});

test('it is told whether the form still says what the precedent says', () => {
  const inputs = inputsOf(defaults, preset);
  assert.ok(isUnchanged({ ...inputs, threshold: 0.1 }, preset));
  assert.ok(!isUnchanged({ ...inputs, radius: 2999 }, preset));
  assert.ok(!isUnchanged({ ...inputs, sectors: ['bridge'] }, preset));
});
