// @ts-check
/** Scenarios: choosing, making, renaming, removing; hearing of changes made elsewhere. */
import { createScenario, getScenario, importZones, listScenarios, removeScenario, renameScenario } from '../api/scenarios.js';
import { freeName, scenarioOf } from '../core/scenario.js';
import { keptDraft } from './drafts.js';
import { NO_HOLDING } from './state.js';

/** @param {import('./app.js').App} app @returns {import('./app.js').ScenarioOperations} */
export function scenarioOperations(app) {
  const { store } = app;

  async function loadList() {
    const code = store.get().area?.code;
    const scenarios = code && await app.attempt(() => listScenarios(code));
    if (scenarios && store.get().area?.code === code) store.set({ scenarios });
  }

  /** @param {string|null} id @param {string} [zone] */
  async function open(id, zone) {
    app.modes.browse();
    if (!id) return store.set({ scenario: null, zone: null, holding: NO_HOLDING, keptDraft: null });
    const body = await app.attempt(() => getScenario(id));
    if (!body) return;
    store.set({ scenario: scenarioOf(body), zone: null, holding: NO_HOLDING, keptDraft: keptDraft(id), editError: null, editNotes: [], conflict: null });
    if (zone) app.editing.choose(zone, false);
  }

  /** The open scenario as the server has it now. */
  async function refresh() {
    const id = store.get().scenario?.id;
    const body = id && await app.attempt(() => getScenario(id), (text, error) => { if (error.status === 404) void gone(text); });
    if (!body || store.get().scenario?.id !== id) return;
    const scenario = scenarioOf(body);
    store.set({ scenario });
    const { zone } = store.get();
    if (zone && !scenario.zones.some(one => one.id === zone)) app.editing.choose(null);
  }

  /** The open scenario was removed elsewhere. @param {string} text */
  async function gone(text) {
    app.say(text);
    await loadList();
    await open(store.get().scenarios?.[0]?.id ?? null);
  }

  /** @param {string} name */
  async function create(name) {
    const code = store.get().area?.code;
    const made = code && await app.attempt(() => createScenario(code, name), (text, error) => store.set({ editError: { text, parameter: error.parameter ?? 'scenario' } }));
    if (!made) return false;
    await loadList();
    await open(made.id);
    return true;
  }

  return {
    open,
    refresh,
    create,
    loadList,

    /** The open scenario; only to be asked where there is one. @returns {import('../core/scenario.js').Scenario} */
    current: () => /** @type {any} */ (store.get().scenario),

    /** @param {string} [wanted] @param {string} [zone] */
    async load(wanted, zone) {
      await loadList();
      const { scenarios } = store.get();
      const found = scenarios?.find(one => one.id === wanted) ?? scenarios?.[0];
      await open(found?.id ?? null, found?.id === wanted ? zone : undefined);
    },

    /** Makes sure that a scenario is open. */
    async ensure() {
      return Boolean(store.get().scenario) || create(freeName(store.get().scenarios ?? [], app.t('scenarioStem')));
    },

    /** @param {string} name @returns {Promise<boolean>} */
    async rename(name) {
      const { scenario } = store.get();
      if (!scenario) return false;
      const done = await app.attempt(() => renameScenario(scenario.id, name), (text, error) => store.set({ editError: { text, parameter: error.parameter ?? 'scenario' } }));
      if (!done) return false;
      await Promise.all([loadList(), refresh()]);
      return true;
    },

    async remove() {
      const { scenario } = store.get();
      if (!scenario || !await app.attempt(() => removeScenario(scenario.id))) return;
      await loadList();
      await open(store.get().scenarios?.[0]?.id ?? null);
    },

    /** Takes an exported file in as a scenario of its own. @param {File} file */
    async importFile(file) {
      const code = store.get().area?.code;
      if (!code) return;
      const stem = file.name.replace(/\.(geo)?json$/i, '');
      const name = (store.get().scenarios ?? []).some(one => one.name === stem) ? freeName(store.get().scenarios ?? [], `${stem}-`) : stem;
      const made = await app.attempt(() => importZones(code, name, file), text => store.set({ editError: { text } }));
      if (!made) return;
      await loadList();
      await open(made.id);
    },

    /** A scenario changed: take it in unless it was us. @param {{id: string, clientId: string}} news */
    async hear(news) {
      if (news.clientId === app.clientId) return;
      await loadList();
      if (store.get().scenario?.id !== news.id) return;
      await refresh();
      app.say(app.t('changedElsewhere'));
    },
  };
}
