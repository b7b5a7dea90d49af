// @ts-check
/**
 * The screen: header, folding panel with its tabs, what lies over the map, message lines. Built anew when the
 * language changes; what was typed and chosen is in the state.
 */
import { areaPanel } from './areaPanel.js';
import { assetCard } from './assetCard.js';
import { fill, h } from './dom.js';
import { firmsPanel } from './firmsPanel.js';
import { groupsPanel } from './groupsPanel.js';
import { icon, logo } from './icons.js';
import { importPanel } from './importPanel.js';
import { unsavedBanner } from './importSuggest.js';
import { listenToDrops } from './drop.js';
import { openNewArea } from './newArea.js';
import { button, tabList } from './parts.js';
import { ordersPanel } from './ordersPanel.js';
import { zonesPanel } from './zonesPanel.js';

/**
 * @typedef {import('../operations/state.js').State} State
 * @typedef {(keys: (keyof State)[], draw: (state: State) => void) => void} Watch
 */

const TABS = /** @type {const} */ ([
  ['area', 'tabArea', 'area'], ['groups', 'tabGroups', 'groups'], ['zones', 'tabZones', 'zones'],
  ['orders', 'tabOrders', 'orders'], ['firms', 'tabFirms', 'firms'], ['import', 'tabImport', 'imports'],
]);

/** @param {import('../operations/app.js').App} app */
export function mountScreen(app) {
  const { store, map } = app;
  /** @type {(() => void)[]} */
  let stops = [];

  /** @type {Watch} */
  const watch = (keys, draw) => {
    stops.push(store.on(keys, draw));
    draw(store.get());
  };

  const build = () => {
    for (const stop of stops) stop();
    stops = [];
    document.title = app.t('product');
    document.getElementById('map')?.setAttribute('aria-label', app.t('mapLabel'));
    fill(at('header'), header(app, watch));
    fill(at('panel'), panel(app, watch));
    fill(at('over'), over(app, watch));
    watch(['checking', 'tab'], state => at('panel').classList.toggle('checks', Boolean(state.checking) && state.tab === 'import'));
    watch(['folded', 'area', 'checking', 'tab'], () => requestAnimationFrame(() => {
      const box = at('panel').getBoundingClientRect();
      map.keepClear(store.get().folded ? 0 : Math.min(box.right, innerWidth * 0.6));
    }));
  };
  build();
  store.on(['lang'], build);
  listenToDrops(app, at('drop'));
  addEventListener('resize', () => map.resized());
}

/** @param {string} id @returns {HTMLElement} */
function at(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @param {import('../operations/app.js').App} app @param {Watch} watch */
function header(app, watch) {
  const { t, store } = app;
  const areas = h('div', { class: 'area-choice' });
  watch(['areas', 'area'], state => {
    const select = h('select', { id: 'area-select', 'data-key': 'area-select', onChange: () => void app.areas.choose(select.value) },
      state.area ? null : h('option', { value: '' }, '—'),
      (state.areas ?? []).map(area => h('option', { value: area.code }, state.lang === 'en' && area.nameEn ? area.nameEn : area.name)));
    select.value = state.area?.code ?? '';
    fill(areas, h('label', { for: 'area-select' }, t('studyArea')), select,
      button({ label: t('newArea'), icon: 'plus', kind: 'plain', small: true, key: 'new-area', onClick: () => openNewArea(app) }));
  });
  const language = (/** @type {'ja'|'en'} */ lang, /** @type {string} */ name) => h('button', {
    type: 'button', lang, 'aria-pressed': String(store.get().lang === lang), 'data-key': `lang-${lang}`, onClick: () => store.set({ lang }),
  }, name);
  return [
    h('div', { class: 'brand' }, logo(), h('div', null, h('h1', null, t('product')), h('p', null, t('productLong')))),
    areas,
    h('div', { class: 'language', role: 'group', 'aria-label': t('language') }, language('ja', '日本語'), language('en', 'English')),
  ];
}

/** @param {import('../operations/app.js').App} app @param {Watch} watch */
function panel(app, watch) {
  const { t, store } = app;
  const bodies = {
    area: areaPanel(app, watch), groups: groupsPanel(app, watch), zones: zonesPanel(app, watch),
    orders: ordersPanel(app, watch), firms: firmsPanel(app, watch), import: importPanel(app, watch),
  };
  const tabs = h('div');
  const scroll = h('div', { class: 'panel-scroll', role: 'tabpanel', id: 'main-panel', tabindex: 0 }, Object.values(bodies));
  const inner = h('div', { class: 'panel-inner' }, tabs, scroll);
  const fold = h('div', { class: 'fold' });
  const known = (/** @type {string} */ tab) => (tab in bodies ? tab : 'area');

  watch(['tab'], state => {
    const chosen = known(state.tab);
    fill(tabs, tabList({
      label: t('product'), id: 'main', chosen,
      tabs: TABS.map(([key, words, picture]) => ({ key, label: t(words), icon: picture })),
      onChoose: key => {
        store.set({ tab: key });
        /** @type {HTMLElement|null} */ (tabs.querySelector(`#main-tab-${key}`))?.focus();
      },
    }));
    scroll.setAttribute('aria-labelledby', `main-tab-${chosen}`);
    for (const [key, body] of Object.entries(bodies)) body.hidden = key !== chosen;
    // A table needs more room than a list.
    at('panel').classList.toggle('wide', chosen === 'orders');
    scroll.scrollTo(0, 0);
  });
  watch(['folded'], state => {
    inner.hidden = state.folded;
    at('panel').classList.toggle('folded', state.folded);
    fill(fold, h('button', { type: 'button', 'aria-expanded': String(!state.folded), 'aria-label': t(state.folded ? 'unfold' : 'fold'), title: t(state.folded ? 'unfold' : 'fold'), 'data-key': 'fold', onClick: () => store.set({ folded: !state.folded }) },
      icon(state.folded ? 'next' : 'back', 20)));
  });
  return [inner, fold];
}

/** What lies over the map. @param {import('../operations/app.js').App} app @param {Watch} watch */
function over(app, watch) {
  const { t } = app;
  const banner = h('div', { class: 'banner', role: 'alert' });
  const badge = h('p', { class: 'badge' });
  const hint = h('div', { class: 'mode-bar' });
  const offline = h('p', { class: 'badge quiet' });
  const said = h('p', { class: 'said', role: 'status', 'aria-live': 'polite' });
  let timer = 0;

  watch(['connection'], state => { fill(banner, state.connection === 'lost' ? [icon('warn', 20), t('lost')] : null); banner.hidden = state.connection === 'ok'; });
  watch(['area'], state => { badge.hidden = !state.area?.fictitious; fill(badge, t('fictitious')); });
  watch(['background', 'area'], state => { offline.hidden = state.background || !state.area || state.area.fictitious; fill(offline, t('noBackground')); });
  watch(['mode'], state => {
    hint.hidden = state.mode !== 'draw';
    fill(hint, state.mode === 'draw' ? [h('span', null, t('drawing')), button({ label: t('finish'), icon: 'check', key: 'finish', onClick: () => app.modes.finish() }),
      button({ label: t('quit'), icon: 'close', key: 'quit-map', onClick: () => app.modes.quit() })] : null);
  });
  watch(['said'], state => {
    fill(said, state.said);
    clearTimeout(timer);
    if (state.said) timer = setTimeout(() => fill(said), 8000);
  });
  return [banner, h('div', { class: 'badges' }, unsavedBanner(app, watch), badge, offline), hint, assetCard(app, watch), said];
}
