import { afterEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { call, listenToReach } from '../js/api/client.js';

const usual = globalThis.fetch;
afterEach(() => { globalThis.fetch = usual; listenToReach(() => {}); });

/** @param {[number, any][]} answers status and ProblemDetails, in turn */
function serve(answers) {
  const heard = [];
  listenToReach(reachable => heard.push(reachable));
  const asked = [];
  globalThis.fetch = async path => {
    asked.push(path);
    const [status, problem] = answers[Math.min(asked.length, answers.length) - 1];
    return new Response(problem ? JSON.stringify(problem) : null, { status, headers: status >= 400 ? { 'Retry-After': '0' } : {} });
  };
  return { heard, asked };
}

const BUSY = { limit: { name: 'coldTilesAtOnce', value: 4, unit: 'tiles' } };

test('a busy server is asked again, and the connection is not called gone', async () => {
  const { heard, asked } = serve([[503, BUSY], [429, BUSY], [200, null]]);
  assert.equal((await call('/tiles')).status, 200);
  assert.equal(asked.length, 3);
  assert.deepEqual(heard, [true, true, true]);
});

test('a server that stays busy is given up, with its own words', async () => {
  const { asked } = serve([[503, { ...BUSY, detail: '混み合っています。' }]]);
  await assert.rejects(call('/tiles'), error => error.message === '混み合っています。' && !error.away);
  assert.equal(asked.length, 4);
});

test('a server whose database is away is not asked again, and is called away', async () => {
  const { heard, asked } = serve([[503, { detail: '…' }]]);
  await assert.rejects(call('/api/areas'), error => error.away);
  assert.equal(asked.length, 1);
  assert.deepEqual(heard, [false]);
});

test('what changes something is sent once', async () => {
  const { asked } = serve([[503, BUSY]]);
  await assert.rejects(call('/api/areas', { method: 'POST', body: {} }));
  assert.equal(asked.length, 1);
});
