// @ts-check
/** Asking for groups, looking at them, taking one as a zone. */
import { addZone } from '../actions/zones.js';
import { compareRuns, describeGrouping, dismissJob, followJob, getLabels, getRun, jobResults, listPresets, listRuns, outline, regroup, startGrouping } from '../api/runs.js';
import { surfaceOf } from '../core/geometry.js';
import { askedOf, inputsOf } from '../core/presets.js';
import { freeName } from '../core/scenario.js';

/** Radius in metres that suits the methods which join by single pairs (the process's own if no radius is named). */
const NEAR = 150;

/** The same for chains of shared firms, which grow quickly. */
const NEAR_WITH_FIRM = 60;

/** Labels of a map that shows no single assets. */
const NONE = new Int32Array(0);

/** @param {import('./app.js').App} app @returns {import('./app.js').GroupOperations} */
export function groupOperations(app) {
  const { store, map } = app;

  async function loadList() {
    const code = store.get().area?.code;
    const runs = code && await app.attempt(() => listRuns(code));
    if (runs && store.get().area?.code === code) store.set({ runs });
  }

  /** Which values the process takes, and its defaults. */
  async function loadLimits() {
    const [described, presets] = await Promise.all([app.attempt(describeGrouping), app.attempt(listPresets)]);
    const limits = Object.fromEntries(Object.entries(described?.inputs ?? {}).map(([name, input]) => [name, input.schema ?? {}]));
    const defaults = Object.fromEntries(Object.keys(store.get().inputs)
      .filter(name => typeof limits[name]?.default === 'number').map(name => [name, limits[name].default]));
    store.set({ limits, presets: presets ?? null, inputs: { ...store.get().inputs, ...defaults } });
  }

  /** @param {string|null} id null shows none @param {number} [group] */
  async function show(id, group) {
    rest();
    if (!id) {
      store.set({ run: null, group: null, live: null, compared: null, assetReasons: null });
      map.groups.show([]);
      map.outlines.show(null);
      map.assets.label(null);
      return;
    }
    const loaded = await app.attempt(() => Promise.all([getRun(id), getLabels(id)]));
    if (!loaded) return;
    const [run, labels] = loaded;
    store.set({ run, group: null, live: null, compared: null });
    map.groups.show(/** @type {any[]} */ (run.groups));
    map.outlines.show(null);
    map.assets.label(labels);
    if (group) choose(group);
    void app.areas.explain();
  }

  /** @param {number|null} number @param {boolean} [zoom] */
  function choose(number, zoom = false) {
    const groups = /** @type {import('../core/types.js').Group[]} */ (store.get().run?.groups ?? []);
    const group = groups.find(one => one.number === number);
    store.set({ group: group ? group.number : null });
    if (group && zoom) map.fit(group.bbox);
  }

  /** @type {AbortController|undefined} */
  let asking;
  /** Whether settings moved on since the question that is under way. */
  let moved = false;
  /** What the last question was asked for: part of the map as cells, or null where it shows each asset. @type {import('../core/cells.js').CellWindow|null} */
  let window = null;

  /** Nothing more is to come of a slider's last move. */
  function rest() {
    moved = false;
    asking?.abort();
    asking = undefined;
  }

  /**
   * Colours the map by the present settings, at once and without scores. Only the method of the process itself, density and shared firms can.
   * Sliders move faster than answers come: one question at a time, the next one with the settings of then.
   */
  function colourSoon() {
    const { area, inputs, live } = store.get();
    const slow = inputs.method && !['density', 'shared-firm'].includes(inputs.method);
    if (!area?.counts.assets || slow) {
      rest();
      if (slow && live) void show(null);
    } else if (asking) moved = true;
    else void colour(area.code, inputs);
  }

  /** @param {string} code @param {import('../core/types.js').GroupingInputs} inputs */
  async function colour(code, inputs) {
    const own = asking = new AbortController();
    const fail = (/** @type {string} */ text, /** @type {any} */ error) => { if (!moved) store.set({ groupError: { text, parameter: error.parameter } }); };
    window = map.window();
    const made = await app.attempt(() => answer(code, askedOf(inputs, store.get().presets), own.signal), fail);
    if (asking !== own) return;
    asking = undefined;
    if (made && store.get().area?.code === code) {
      map.groups.show([]);
      map.outlines.show(window, made.rings);
      map.assets.label(made.labels);
      performance.mark('gunmane:coloured');
      store.set({ run: null, group: null, compared: null, live: { groups: made.groups, grouped: made.grouped } });
    }
    if (!moved && (!made || map.isIn(window))) return;
    moved = false;
    colourSoon();
  }

  /** Labels where the map shows each asset; where it doesn't, outlines and no labels. @param {string} code @param {Record<string, unknown>} inputs @param {AbortSignal} signal */
  async function answer(code, inputs, signal) {
    return window ? { labels: NONE, ...await outline(code, inputs, window, signal) } : { rings: undefined, ...await regroup(code, inputs, signal) };
  }

  async function find() {
    rest();
    const { area, inputs } = store.get();
    if (!area) return;
    store.set({ groupError: null, grouping: /** @type {any} */ ({ jobID: '', status: 'accepted', progress: 0, message: '' }) });
    const fail = (/** @type {string} */ text, /** @type {any} */ error) => store.set({ groupError: { text, parameter: error.parameter } });
    const started = await app.attempt(() => startGrouping({ studyArea: area.code, ...askedOf(inputs, store.get().presets) }), fail);
    const ended = started && await app.attempt(() => followJob(started.jobID, job => store.set({ grouping: job })), fail);
    store.set({ grouping: null });
    if (ended?.status === 'failed') store.set({ groupError: { text: app.sentence(ended.message) } });
    if (ended?.status === 'dismissed') app.say(app.t('stopped'));
    if (ended?.status !== 'successful' || store.get().area?.code !== area.code) return;
    const result = await app.attempt(() => jobResults(ended.jobID), fail);
    if (!result) return;
    await Promise.all([show(result.run), loadList()]);
    const groups = store.get().run?.groups;
    app.say(app.t('groupsFound', { groups: app.count(Array.isArray(groups) ? groups.length : 0) }));
  }

  return {
    loadList,
    loadLimits,
    show,
    choose,
    find,

    /** @param {string} [run] @param {number} [group] */
    async load(run, group) {
      await loadList();
      const wanted = store.get().runs?.find(one => one.id === run);
      await show(wanted ? wanted.id : null, group);
    },

    /** Why groups can't be asked for; empty when they can. @param {import('./state.js').State} state */
    whyNotFind(state) {
      if (!state.area) return 'loading';
      return state.area.counts.assets ? '' : 'noAssetsToGroup';
    },

    /** Sets the shown run beside an earlier one. @param {string} other empty: takes it away */
    async compare(other) {
      const run = store.get().run;
      const compared = other && run ? await app.attempt(() => compareRuns(other, run.id)) : null;
      if (store.get().run?.id === run?.id) store.set({ compared: compared ?? null });
    },

    /** The map was moved: live groups of another part, or in another form, may be wanted. */
    look() {
      if (store.get().live && !asking && !map.isIn(window)) colourSoon();
    },

    stop() {
      const id = store.get().grouping?.jobID;
      if (id) void app.attempt(() => dismissJob(id));
    },

    /** Fills the form with a precedent's settings. @param {string} key empty: the settings of the process */
    setPreset(key) {
      const { inputs, limits, presets } = store.get();
      const usual = ['radius', 'minPoints', 'contractorWeight', 'threshold'].map(name => [name, limits[name]?.default ?? /** @type {any} */ (inputs)[name]]);
      const next = inputsOf(Object.fromEntries(usual), presets?.find(one => one.key === key));
      store.set({ inputs: next, preset: key, method: next.method ?? '', groupError: null });
      colourSoon();
    },

    /** Another method; a radius that nobody chose goes with it. @param {string} method empty: the process's own */
    setMethod(method) {
      const { inputs, limits } = store.get();
      const own = limits.radius?.default ?? inputs.radius;
      const usual = method === 'shared-firm' ? NEAR_WITH_FIRM : method ? NEAR : own;
      const radius = [own, NEAR, NEAR_WITH_FIRM].includes(inputs.radius) ? usual : inputs.radius;
      store.set({ inputs: { ...inputs, method: method || undefined, radius }, method, groupError: null });
      colourSoon();
    },

    /** @param {keyof import('../core/types.js').GroupingInputs} name @param {number|string|string[]|Record<string, number>|undefined} value undefined: as the process has it */
    setInput(name, value) {
      store.set({ inputs: { ...store.get().inputs, [name]: value }, groupError: null });
      colourSoon();
    },

    /** Why a group can't become a zone. @param {import('./state.js').State} state @param {import('../core/types.js').Group} group */
    whyNotAccept(state, group) {
      if (state.draft) return 'busyDrawing';
      return surfaceOf(group.outline) ? '' : 'noOutline';
    },

    /** Makes a zone of a group's outline, in a new scenario if there is none. @param {import('../core/types.js').Group} group */
    async accept(group) {
      const outline = surfaceOf(group.outline);
      if (!outline || !await app.scenarios.ensure()) return;
      const scenario = app.scenarios.current();
      const stem = app.t('group', { number: group.number });
      const name = scenario.zones.some(zone => zone.name === stem) ? freeName(scenario.zones, `${stem}-`) : stem;
      const id = crypto.randomUUID();
      if (!await app.editing.edit('accept_group', addZone(id, name, outline))) return;
      app.say(app.t('accepted', { name, scenario: scenario.name }));
      store.set({ tab: 'zones' });
      app.editing.choose(id);
    },
  };
}
