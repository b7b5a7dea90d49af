// @ts-check
/** Drawings that are not saved yet outlive a reload: one per scenario, in this browser. */

const key = (/** @type {string} */ scenario) => `gunmane.draft.${scenario}`;

/** @param {string} scenario @returns {import('./state.js').Draft|null} */
export function keptDraft(scenario) {
  try {
    return JSON.parse(localStorage.getItem(key(scenario)) ?? 'null');
  } catch {
    return null;
  }
}

/** @param {string} scenario @param {import('./state.js').Draft|null} draft null forgets it */
export function keepDraft(scenario, draft) {
  try {
    if (draft?.geometry) localStorage.setItem(key(scenario), JSON.stringify({ ...draft, past: [] }));
    else localStorage.removeItem(key(scenario));
  } catch {
    // Storage may be full or forbidden: then the drawing lasts as long as the page.
  }
}
