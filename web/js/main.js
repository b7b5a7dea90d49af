// @ts-check
/** Wires the rooms: state, map, operations, modes, screen, address bar, connection. */
import { ApiError, Cancelled, listenToReach } from './api/client.js';
import { countText } from './core/numbers.js';
import { formatPlace, parsePlace } from './core/place.js';
import { sentenceIn } from './core/sentence.js';
import { createStore } from './core/store.js';
import { createMapView } from './map/view.js';
import { createModes } from './modes/modes.js';
import { areaOperations } from './operations/areas.js';
import { createConnection } from './operations/connection.js';
import { editingOperations } from './operations/editing.js';
import { firmOperations } from './operations/firms.js';
import { groupOperations } from './operations/groups.js';
import { holdingOperations } from './operations/holding.js';
import { reportOperations } from './operations/importReport.js';
import { importOperations } from './operations/imports.js';
import { orderOperations } from './operations/orders.js';
import { scenarioOperations } from './operations/scenarios.js';
import { firstState } from './operations/state.js';
import { suggestOperations } from './operations/suggest.js';
import { hoverTip } from './ui/hover.js';
import { listenToKeys } from './ui/keys.js';
import { mountScreen } from './ui/screen.js';
import { speaker } from './ui/words.js';

/** @typedef {import('./operations/app.js').App} App */

const LANGUAGE = 'gunmane.language';

/** @param {HTMLElement} target of the map @returns {App} */
function createApp(target) {
  const store = createStore(firstState(localStorage.getItem(LANGUAGE) === 'en' ? 'en' : 'ja'));
  const tip = hoverTip(target);
  const app = /** @type {App} */ ({
    store,
    clientId: crypto.randomUUID(),
    map: createMapView(target, {
      onMove: () => { remember(); app.groups?.look(); },
      onBackground: background => store.set({ background }),
      onClick: hit => clicked(hit),
      onHover: (hit, pixel) => tip.show(app, hit, pixel),
    }),
    t: (key, values) => speaker(store.get().lang)(key, values),
    count: number => countText(number, store.get().lang),
    sentence: detail => sentenceIn(detail, store.get().lang),
    say: said => { store.set({ said: '' }); store.set({ said }); },
    attempt,
  });

  /**
   * Makes a call. What went wrong goes to `fail` in words, or to the message line; calls that we took back say nothing.
   * @template T
   * @param {() => Promise<T>} call
   * @param {(text: string, error: ApiError) => void} [fail]
   * @returns {Promise<T|null>} null when it failed
   */
  async function attempt(call, fail) {
    try {
      return await call();
    } catch (error) {
      if (error instanceof Cancelled) return null;
      if (!(error instanceof ApiError)) throw error;
      const text = error.away ? app.t('awayNow') : app.sentence(error.message);
      if (fail) fail(text, error);
      else if (!error.away) app.say(text);
      return null;
    }
  }

  /** @param {import('./map/pointer.js').Hit} hit */
  function clicked(hit) {
    const { tab, group, run, placing } = store.get();
    if (placing && hit.place) {
      store.set({ placing: null });
      return placing(hit.place);
    }
    const inGroup = hit.asset && app.map.assets.groupOf(hit.asset.denseId) > 0 ? app.map.assets.groupOf(hit.asset.denseId) : hit.group;
    if (tab === 'groups' && run && inGroup && inGroup !== group) {
      app.groups.choose(inGroup);
      return void app.areas.showAsset(hit.asset?.denseId ?? null);
    }
    if (hit.asset) return void app.areas.showAsset(hit.asset.denseId);
    if (hit.zone) {
      store.set({ tab: 'zones' });
      return app.editing.choose(hit.zone, false);
    }
    if (hit.group) {
      store.set({ tab: 'groups' });
      return app.groups.choose(hit.group);
    }
    void app.areas.showAsset(null);
  }

  /** Writes the place into the address bar, without a new entry in the history. */
  function remember() {
    if (!app.map || !store.get().area) return;
    const { area, scenario, run, group, zone, tab } = store.get();
    const place = { area: area?.code, scenario: scenario?.id, run: run?.id, group: group ?? undefined, zone: zone ?? undefined, tab, map: app.map.place() };
    history.replaceState(null, '', formatPlace(place));
  }

  app.areas = areaOperations(app);
  app.groups = groupOperations(app);
  app.scenarios = scenarioOperations(app);
  app.editing = editingOperations(app);
  app.holding = holdingOperations(app);
  app.imports = importOperations(app);
  app.reports = reportOperations(app);
  app.orders = orderOperations(app);
  app.suggest = suggestOperations(app);
  app.firms = firmOperations(app);
  app.modes = createModes(app);
  app.connection = createConnection(app);
  store.on(['area', 'scenario', 'run', 'group', 'zone', 'tab'], remember);
  return app;
}

/** Keeps the map in step with the state. @param {App} app */
function followState({ store, map, holding, orders, t }) {
  store.on(['hidden'], state => map.assets.hide(state.hidden));
  store.on(['group', 'tab'], state => {
    const looking = state.tab === 'groups';
    map.groups.number(looking);
    map.groups.choose(looking ? state.group : null);
    map.assets.stress(looking ? state.group : null);
  });
  store.on(['scenario'], state => { map.zones.show(state.scenario?.zones ?? []); void holding.ofList(); });
  store.on(['zone'], state => map.zones.choose(state.zone));
  store.on(['tab', 'area'], state => {
    if (state.tab === 'orders' && state.area) orders.ensure();
    else if (state.orders.chosen) orders.choose(null);
  });
  const speak = () => {
    const { lang } = store.get();
    document.documentElement.lang = lang;
    localStorage.setItem(LANGUAGE, lang);
    map.speak(lang, { zoomIn: t('zoomIn'), zoomOut: t('zoomOut') });
  };
  store.on(['lang'], () => { speak(); store.set({ said: '' }); });
  speak();
}

async function start() {
  const target = /** @type {HTMLElement} */ (document.getElementById('map'));
  const app = createApp(target);
  const place = parsePlace(location.hash);
  followState(app);
  listenToReach(app.connection.hear);
  mountScreen(app);
  listenToKeys(app);
  if (place.tab) app.store.set({ tab: place.tab });
  globalThis.addEventListener('hashchange', () => location.reload());
  await app.connection.whenReady(async () => {
    await Promise.all([
      app.areas.loadAreas(place.area, place),
      app.groups.loadLimits(),
      app.imports.loadProfiles(),
    ]);
  });
}

void start();
