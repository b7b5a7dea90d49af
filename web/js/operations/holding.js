// @ts-check
/**
 * What the drawing or the chosen zone holds, asked of the server: a moment after the last change, and an answer
 * that was overtaken is dropped.
 */
import { membership } from '../api/areas.js';
import { zoneHolding } from '../api/scenarios.js';
import { NO_HOLDING } from './state.js';

const PAUSE = 150;

/** @param {import('./app.js').App} app @returns {import('./app.js').HoldingOperations} */
export function holdingOperations(app) {
  const { store } = app;
  let asking = new AbortController();
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;

  function cancel() {
    clearTimeout(timer);
    asking.abort();
    asking = new AbortController();
  }

  /** @param {(signal: AbortSignal) => Promise<import('../core/types.js').Holding>} ask */
  async function take(ask) {
    const { signal } = asking;
    const value = await app.attempt(() => ask(signal), text => store.set({ holding: { status: 'error', value: null, error: text } }));
    if (value && !signal.aborted) store.set({ holding: { status: 'ready', value, error: '' } });
  }

  return {
    /** @param {import('../core/types.js').Surface|null} surface null: nothing to count */
    ofSurface(surface) {
      cancel();
      const code = store.get().area?.code;
      if (!surface || !code) return store.set({ holding: NO_HOLDING });
      store.set({ holding: { status: 'busy', value: store.get().holding.value, error: '' } });
      timer = setTimeout(() => { void take(signal => membership(code, surface, signal)); }, PAUSE);
    },

    /** Of the chosen zone. */
    ofZone() {
      cancel();
      const { scenario, zone, draft } = store.get();
      if (draft) return;
      if (!scenario || !zone) return store.set({ holding: NO_HOLDING });
      store.set({ holding: { status: 'busy', value: store.get().holding.value, error: '' } });
      void take(() => zoneHolding(scenario.id, zone));
    },

    /** Short totals of all zones, for their list; each once per version. */
    async ofList() {
      const { scenario } = store.get();
      for (const zone of scenario?.zones ?? []) {
        const key = `${zone.id}/${zone.version}`;
        if (store.get().zoneTotals[key] || store.get().scenario?.id !== scenario?.id) continue;
        const held = zone.version > 0 && await app.attempt(() => zoneHolding(String(scenario?.id), zone.id), () => {});
        if (held) store.set({ zoneTotals: { ...store.get().zoneTotals, [key]: { assets: held.assets, yen: held.yen } } });
      }
    },
  };
}
