// The dependency rules of the page (docs/architecture.md): who may touch OpenLayers, the network and the page.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../js/', import.meta.url));
const files = readdirSync(root, { recursive: true }).map(String).filter(name => name.endsWith('.js')).map(name => ({
  name,
  room: name.includes('/') ? name.split('/')[0] : 'main',
  code: readFileSync(root + name, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''),
}));

/** Names of the files that use something, outside the rooms that may. */
function strangers(pattern, ...allowed) {
  return files.filter(file => pattern.test(file.code) && !allowed.includes(file.room)).map(file => file.name);
}

test('only map/ uses OpenLayers', () => {
  assert.ok(files.some(file => file.room === 'map' && /\bol\./.test(file.code)));
  assert.deepEqual(strangers(/(?<![\w.'-])ol\.\w/, 'map'), []);
});

test('only api/ calls the network', () => {
  assert.deepEqual(strangers(/\bfetch\(|\bEventSource\b|\bXMLHttpRequest\b|\bWebSocket\b/, 'api'), []);
});

test('core/ and actions/ touch neither the page nor the network, and know only each other', () => {
  for (const file of files.filter(one => ['core', 'actions'].includes(one.room))) {
    assert.doesNotMatch(file.code, /\b(document|window|localStorage|location|navigator|fetch|setTimeout)\b/, file.name);
    const from = [...file.code.matchAll(/from '([^']+)'/g)].map(found => found[1]);
    assert.ok(from.every(path => path.startsWith('./') || path.startsWith('../core/')), file.name);
  }
});

test('every module is type-checked, and no dialog of the browser is used', () => {
  for (const file of files) assert.ok(readFileSync(root + file.name, 'utf8').startsWith('// @ts-check\n'), file.name);
  assert.deepEqual(strangers(/\b(alert|confirm|prompt)\(/), []);
});
