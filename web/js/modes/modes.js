// @ts-check
/**
 * What the pointer and the keys mean at the moment: looking (browse), setting the nodes of a new zone (draw),
 * moving the nodes of a draft (reshape). A mode is entered, and leaves everything as it found it.
 */
import { featuresIn } from '../api/areas.js';
import { faultOf } from '../core/geometry.js';
import { freeName, zoneOf } from '../core/scenario.js';
import { keepDraft } from '../operations/drafts.js';
import { NO_HOLDING } from '../operations/state.js';

/** More features than this to snap to would make drawing slow. */
const MOST_SNAPPED = 3000;

/** @typedef {import('../core/types.js').Surface} Surface */

/** @param {import('../operations/app.js').App} app @returns {import('../operations/app.js').Modes} */
export function createModes(app) {
  const { store, map } = app;
  let fetching = new AbortController();

  function browse() {
    if (store.get().mode === 'browse' && !store.get().draft) return;
    fetching.abort();
    map.drawing.stop();
    map.zones.leaveOut(null);
    map.pointer.hush(false);
    store.set({ mode: 'browse', draft: null, conflict: null });
  }

  /** Begins a new zone. */
  function draw() {
    const { scenario } = store.get();
    if (!scenario) return;
    map.pointer.hush(true);
    store.set({
      mode: 'draw', tab: 'zones', zone: null, holding: NO_HOLDING, editError: null, editNotes: [], conflict: null,
      draft: {
        zone: crypto.randomUUID(), isNew: true, name: freeName(scenario.zones, app.t('zoneStem')),
        geometry: null, past: [], baseVersion: scenario.version, fault: null,
      },
    });
    map.drawing.draw({
      onSketch: surface => app.holding.ofSurface(surface && !faultOf(surface) ? surface : null),
      onFinish: surface => { setGeometry(surface); toReshape(); },
    });
    void snap();
  }

  /** Takes up a zone, or a draft that was left. @param {string|null} id @param {import('../operations/state.js').Draft} [kept] */
  function reshape(id, kept) {
    const { scenario } = store.get();
    const zone = scenario && zoneOf(scenario, id);
    const draft = kept ?? (zone && { zone: zone.id, isNew: false, name: zone.name, geometry: zone.geometry, past: [], baseVersion: scenario.version, fault: null });
    if (!draft?.geometry) return;
    map.pointer.hush(true);
    map.zones.leaveOut(draft.zone);
    store.set({ draft, tab: 'zones', zone: null, keptDraft: null, editError: null, editNotes: [], conflict: null });
    toReshape();
    app.holding.ofSurface(draft.fault ? null : draft.geometry);
  }

  function toReshape() {
    const { draft } = store.get();
    if (!draft?.geometry) return;
    store.set({ mode: 'reshape' });
    map.drawing.reshape(draft.geometry, setGeometry);
    void snap();
  }

  /** @param {Surface} geometry */
  function setGeometry(geometry) {
    const { draft } = store.get();
    if (!draft) return;
    put({ ...draft, geometry, past: draft.geometry ? [...draft.past, draft.geometry] : draft.past });
  }

  /** @param {import('../operations/state.js').Draft} draft */
  function put(draft) {
    const { scenario } = store.get();
    const fault = draft.geometry ? faultOf(draft.geometry) : null;
    const next = { ...draft, fault };
    store.set({ draft: next, editError: null });
    if (scenario) keepDraft(scenario.id, next);
    app.holding.ofSurface(fault ? null : next.geometry);
  }

  /** @param {string} name */
  function nameDraft(name) {
    const { draft, scenario } = store.get();
    if (!draft || !scenario) return;
    const named = { ...draft, name };
    store.set({ draft: named });
    keepDraft(scenario.id, named);
  }

  /** One step back within the drawing: the last node, or the last move. */
  function takeBack() {
    const { mode, draft } = store.get();
    if (mode === 'draw') return map.drawing.takeBack();
    if (!draft?.past.length) return;
    put({ ...draft, geometry: draft.past[draft.past.length - 1], past: draft.past.slice(0, -1) });
    toReshape();
  }

  /** Leaves the drawing; what was drawn is offered again later. */
  function quit() {
    const { draft, scenario } = store.get();
    browse();
    app.holding.ofSurface(null);
    if (draft?.geometry && draft.past.length + (draft.isNew ? 1 : 0) > 0) store.set({ keptDraft: { ...draft, past: [] } });
    else if (scenario) keepDraft(scenario.id, null);
    if (draft && !draft.isNew) app.editing.choose(draft.zone, false);
  }

  /** Leaves the drawing and forgets it. */
  function discard() {
    const { scenario } = store.get();
    browse();
    if (scenario) keepDraft(scenario.id, null);
    store.set({ keptDraft: null, holding: NO_HOLDING, editError: null });
  }

  /** Fetches what lies in the view at full precision and snaps to it. */
  async function snap() {
    const { area, draft, snap: wanted } = store.get();
    if (!area || !draft) return;
    fetching.abort();
    fetching = new AbortController();
    const { signal } = fetching;
    const around = async (/** @type {boolean} */ want, /** @type {'municipalities'|'assets'} */ collection) => (want
      ? map.features(await featuresIn(area.code, collection, map.seen(), MOST_SNAPPED, signal))
      : []);
    const found = await app.attempt(() => Promise.all([around(wanted.borders || wanted.trace, 'municipalities'), around(wanted.assets, 'assets')]), () => {});
    if (signal.aborted || !store.get().draft) return;
    const [borders, assets] = found ?? [[], []];
    map.drawing.snapTo({ except: draft.zone, zones: wanted.zones, borders, assets, trace: wanted.trace });
  }

  /** What a key does in this mode; true when it was used. @param {KeyboardEvent} event */
  function key(event) {
    const { mode } = store.get();
    if (mode === 'browse') return false;
    const back = (event.key === 'Backspace' && mode === 'draw') || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && !event.shiftKey);
    if (back) takeBack();
    else if (event.key === 'Escape') quit();
    else if (event.key === 'Enter' && mode === 'draw') map.drawing.finish();
    else return false;
    return true;
  }

  return { browse, draw, reshape, nameDraft, quit, discard, takeBack, snap, key, finish: () => map.drawing.finish() };
}
