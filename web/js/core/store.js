// @ts-check
/**
 * The page's state: one object, replaced key by key. Listeners hear once per change of one of their keys,
 * after the change as a whole has been made.
 * @template {object} S
 * @param {S} initial
 */
export function createStore(initial) {
  let state = Object.freeze({ ...initial });
  /** @type {Set<{keys: (keyof S)[], hear: (state: S) => void}>} */
  const listeners = new Set();

  return {
    get: () => state,

    /** @param {Partial<S>} patch */
    set(patch) {
      const before = state;
      state = Object.freeze({ ...state, ...patch });
      const changed = /** @type {(keyof S)[]} */ (Object.keys(patch)).filter(key => before[key] !== state[key]);
      for (const listener of [...listeners]) {
        if (listeners.has(listener) && listener.keys.some(key => changed.includes(key))) listener.hear(state);
      }
    },

    /**
     * @param {(keyof S)[]} keys
     * @param {(state: S) => void} hear
     * @returns {() => void} stops listening
     */
    on(keys, hear) {
      const listener = { keys, hear };
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
  };
}
