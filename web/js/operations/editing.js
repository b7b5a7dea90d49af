// @ts-check
/**
 * Edits of zones. An edit is shown at once and settled by the server's answer; refused, the scenario is put back
 * as it was (it never changed) and the reason is shown. The draft is kept until the server has the zone.
 */
import { addZone, changesOf, removeZone, renameZone, reshapeZone } from '../actions/zones.js';
import { postEdit, step } from '../api/scenarios.js';
import { extentOf } from '../core/geometry.js';
import { settle, zoneOf } from '../core/scenario.js';
import { keepDraft } from './drafts.js';
import { NO_HOLDING } from './state.js';

/** @typedef {import('./state.js').State} State */

/** @param {import('./app.js').App} app @returns {import('./app.js').EditingOperations} */
export function editingOperations(app) {
  const { store, map } = app;
  /** The last edit sent, so that sending the same again carries the same id. */
  let sent = { id: '', text: '' };

  /** @param {string} text of the changes */
  function editIdOf(text) {
    if (sent.text !== text) sent = { id: crypto.randomUUID(), text };
    return sent.id;
  }

  /**
   * @param {import('../core/types.js').EditOperation} operation
   * @param {import('../actions/zones.js').Action} action
   * @param {number} [baseVersion] where the change began; now if absent
   * @returns {Promise<boolean>} whether it is stored
   */
  async function edit(operation, action, baseVersion) {
    const before = app.scenarios.current();
    const after = action(before);
    const changes = changesOf(before, after);
    if (!changes.length) return true;
    const base = baseVersion ?? before.version;
    store.set({ scenario: after, saving: true, editError: null, editNotes: [], conflict: null });
    const reply = await app.attempt(
      () => postEdit(before.id, { editId: editIdOf(JSON.stringify([base, operation, changes])), clientId: app.clientId, baseVersion: base, operation, changes }),
      (text, error) => refused(text, error));
    store.set(reply ? { scenario: settle(before, reply), saving: false, editNotes: notesOf(reply) } : { scenario: before, saving: false });
    if (reply) sent = { id: '', text: '' };
    return Boolean(reply);
  }

  /** @param {string} text @param {import('../api/client.js').ApiError} error */
  function refused(text, error) {
    if (error.status === 412) store.set({ conflict: { detail: text, base: error.problem.base, current: error.problem.current } });
    else store.set({ editError: { text, parameter: error.parameter } });
  }

  /** @param {import('../core/types.js').EditReply} reply */
  function notesOf(reply) {
    return [...(reply.repairs ?? []), ...(reply.warnings ?? [])].map(note => note[store.get().lang]);
  }

  /** @param {string|null} id @param {boolean} [zoom] */
  function choose(id, zoom = true) {
    const { scenario, draft } = store.get();
    if (draft) return;
    const zone = scenario ? zoneOf(scenario, id) : undefined;
    store.set({ zone: zone ? zone.id : null, holding: NO_HOLDING });
    if (zone && zoom) map.fit(extentOf(zone.geometry));
    app.holding.ofZone();
  }

  /** @param {'undo'|'redo'} direction */
  async function turn(direction) {
    const scenario = app.scenarios.current();
    store.set({ saving: true, editError: null, editNotes: [], conflict: null });
    const reply = await app.attempt(
      () => step(scenario.id, direction, { editId: crypto.randomUUID(), clientId: app.clientId, baseVersion: scenario.version }),
      text => store.set({ editError: { text } }));
    await app.scenarios.refresh();
    store.set({ saving: false });
    if (!reply) return;
    app.say(app.t(direction === 'undo' ? 'undone' : 'redone'));
    app.holding.ofZone();
  }

  return {
    edit,
    choose,

    /** Why drawing can't begin. @param {State} state */
    whyNotDraw: state => (state.scenario ? (state.draft ? 'busyDrawing' : '') : 'needScenario'),

    /** Why the draft can't be saved: a fault of its shape. @param {State} state */
    whyNotSave: state => (state.draft?.geometry ? (state.draft.fault ? `fault_${state.draft.fault}` : '') : 'fault_few'),

    /** @param {State} state */
    whyNotUndo: state => (state.draft ? 'busyDrawing' : state.scenario?.canUndo ? '' : 'nothingToUndo'),

    /** @param {State} state */
    whyNotRedo: state => (state.draft ? 'busyDrawing' : state.scenario?.canRedo ? '' : 'nothingToRedo'),

    undo: () => turn('undo'),
    redo: () => turn('redo'),

    /** Saves the draft under a name. @param {string} name */
    async save(name) {
      const { draft, scenario } = store.get();
      if (!draft?.geometry || !scenario) return;
      if (!name) return store.set({ editError: { text: app.t('needName'), parameter: 'name' } });
      const { zone, geometry, isNew, baseVersion } = draft;
      const there = zoneOf(scenario, zone);
      const action = there
        ? (/** @type {any} */ now) => renameZone(zone, name)(reshapeZone(zone, geometry)(now))
        : addZone(zone, name, geometry);
      if (!await edit(isNew || !there ? 'draw' : 'reshape', action, baseVersion)) return;
      keepDraft(scenario.id, null);
      app.modes.browse();
      app.say(app.t('saved', { name }));
      choose(zone, false);
      void app.scenarios.loadList();
    },

    /** @param {string} id @param {string} name */
    async rename(id, name) {
      if (!name) return store.set({ editError: { text: app.t('needName'), parameter: 'name' } });
      if (await edit('rename', renameZone(id, name))) app.say(app.t('renamed', { name }));
    },

    /** @param {string} id */
    async remove(id) {
      const name = zoneOf(app.scenarios.current(), id)?.name ?? '';
      if (!await edit('delete', removeZone(id))) return;
      choose(null);
      app.say(app.t('removed', { name }));
      void app.scenarios.loadList();
    },

    /** After a conflict: the latest from the server under the drawing that is kept. */
    async takeLatest() {
      await app.scenarios.refresh();
      const { draft, scenario } = store.get();
      store.set({ conflict: null, draft: draft && scenario ? { ...draft, baseVersion: scenario.version } : draft });
    },

    forgetKept() {
      const { scenario } = store.get();
      if (scenario) keepDraft(scenario.id, null);
      store.set({ keptDraft: null });
    },
  };
}
