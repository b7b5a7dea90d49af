// @ts-check
/** Choosing, adding and removing study areas; what is shown of one. */
import { createArea, getArea, getAsset, listAreas, loadModelRegion, removeArea } from '../api/areas.js';
import { listen } from '../api/events.js';
import { followJob, getReasons } from '../api/runs.js';
import { emptyArea } from './state.js';

/** @param {import('./app.js').App} app @returns {import('./app.js').AreaOperations} */
export function areaOperations(app) {
  const { store, map } = app;
  let closeStream = () => {};

  /** Loads the list; chooses an area if none is chosen: the first that has assets. @param {string} [wanted] @param {import('../core/place.js').Place} [place] */
  async function loadAreas(wanted, place) {
    const areas = await app.attempt(listAreas);
    if (!areas) return;
    store.set({ areas });
    const code = wanted ?? store.get().area?.code ?? (areas.find(area => area.counts.assets > 0) ?? areas[0])?.code;
    if (code && store.get().area?.code !== code) await choose(code, place);
    else if (code) await reload();
  }

  /**
   * @param {string} code
   * @param {import('../core/place.js').Place} [place] where the address bar wants to be
   */
  async function choose(code, place = {}) {
    closeStream();
    app.modes.browse();
    if (store.get().checking) app.suggest.quit();
    store.set(emptyArea());
    map.marks.show([]);
    const area = await app.attempt(() => getArea(code), error => store.set({ areaError: error }));
    if (!area) return;
    map.setArea(area);
    store.set({ area });
    if (place.map) map.goTo(place.map);
    else map.fit(area.extent, false);
    closeStream = listen(code, news(code));
    await Promise.all([app.groups.load(place.run, place.group), app.scenarios.load(place.scenario, place.zone), app.imports.load()]);
  }

  /** What the server tells while the area is open. @param {string} code */
  function news(code) {
    const here = () => store.get().area?.code === code;
    return {
      job: (/** @type {any} */ job) => { if (here() && job.process === 'grouping' && job.status === 'successful') void app.groups.loadList(); },
      scenario: (/** @type {any} */ scenario) => { if (here()) void app.scenarios.hear(scenario); },
      data: (/** @type {any} */ data) => { if (here() && data.dataVersion !== store.get().area?.dataVersion) void reload(); },
      gone: () => void app.connection.doubt(),
      reopened: () => { if (here()) app.connection.reopened(); },
    };
  }

  /** The same area again, after its data changed or the server came back. */
  async function reload() {
    const code = store.get().area?.code;
    const area = code && await app.attempt(() => getArea(code));
    if (!area || store.get().area?.code !== area.code) return;
    const had = store.get().area?.extent;
    const first = !had;
    const attributed = store.get().area?.attribution === area.attribution;
    store.set({ area });
    if (!attributed || first) map.setArea(area);
    map.refresh();
    if (first) map.fit(area.extent);
    await Promise.all([app.groups.loadList(), app.imports.load(), app.orders.reload()]);
  }

  /** Asks why the asset is in its group, where a run is shown and it is in one. */
  async function explain() {
    const { asset, run } = store.get();
    if (!asset || !run || map.assets.groupOf(asset.denseId) <= 0) return store.set({ assetReasons: null });
    store.set({ assetReasons: { value: null, error: '' } });
    const still = () => store.get().asset === asset && store.get().run === run;
    const value = await app.attempt(() => getReasons(run.id, asset.id), error => { if (still()) store.set({ assetReasons: { value: null, error } }); });
    if (value && still()) store.set({ assetReasons: { value, error: '' } });
  }

  return {
    explain,
    loadAreas,
    choose,
    reload,

    /** @param {{code: string, name: string}} wish @returns {Promise<{text: string, parameter?: string}|null>} why not */
    async create(wish) {
      let fault = null;
      const area = await app.attempt(() => createArea(wish), (text, error) => { fault = { text, parameter: error.parameter }; });
      if (!area) return fault;
      store.set({ tab: 'import' });
      await loadAreas(area.code);
      return null;
    },

    /** @param {string} code */
    async remove(code) {
      if (!await app.attempt(() => removeArea(code))) return;
      closeStream();
      app.modes.browse();
      store.set({ ...emptyArea(), tab: 'area' });
      map.setArea(null);
      await loadAreas();
    },

    async loadModel() {
      const reply = await app.attempt(loadModelRegion);
      if (!reply) return;
      const status = await app.attempt(() => followJob(reply.job, job => store.set({ importing: job })));
      store.set({ importing: null });
      if (status?.status === 'failed') app.say(app.sentence(status.message));
      await loadAreas();
    },

    /** @param {string} key of a sector */
    toggleSector(key) {
      const hidden = new Set(store.get().hidden);
      if (!hidden.delete(key)) hidden.add(key);
      store.set({ hidden });
    },

    /** @param {string[]} keys */
    hideSectors: keys => store.set({ hidden: new Set(keys) }),

    /** @param {number|null} denseId */
    async showAsset(denseId) {
      map.assets.choose(denseId);
      const code = store.get().area?.code;
      if (denseId === null || !code) return store.set({ asset: null, assetReasons: null });
      const asset = await app.attempt(() => getAsset(code, denseId));
      if (!asset) return;
      store.set({ asset, assetReasons: null });
      await explain();
    },
  };
}
