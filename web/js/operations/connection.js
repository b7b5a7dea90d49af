// @ts-check
/** Notices when the server is away, keeps asking, and brings the page up to date when it is back. */
import { isReady } from '../api/client.js';

const PAUSES = [500, 1000, 2000, 3000];

/** @param {import('./app.js').App} app @returns {import('./app.js').Connection} */
export function createConnection(app) {
  const { store } = app;
  let waiting = false;
  /** @type {(() => Promise<void>)|null} */
  let unfinished = null;

  async function wait() {
    if (waiting) return;
    waiting = true;
    for (let asked = 0; ; asked += 1) {
      await new Promise(done => { setTimeout(done, PAUSES[Math.min(asked, PAUSES.length - 1)]); });
      if (await isReady()) break;
    }
    waiting = false;
    store.set({ connection: 'ok' });
    app.say(app.t('found'));
    await catchUp();
  }

  async function catchUp() {
    const begin = unfinished;
    unfinished = null;
    if (begin) return begin();
    await app.areas.loadAreas();
    await app.scenarios.refresh();
    app.map.refresh();
  }

  return {
    /** @param {boolean} reachable after a call */
    hear(reachable) {
      if (reachable) return;
      store.set({ connection: 'lost' });
      void wait();
    },

    /** The stream of events broke: is the server there? */
    async doubt() {
      if (waiting || await isReady()) return;
      store.set({ connection: 'lost' });
      void wait();
    },

    /** News may have been missed. */
    reopened() {
      if (!waiting) void catchUp();
    },

    /** Does the first loading, again when the server was away. @param {() => Promise<void>} begin */
    async whenReady(begin) {
      unfinished = begin;
      await begin();
      if (store.get().connection === 'ok') unfinished = null;
    },
  };
}
