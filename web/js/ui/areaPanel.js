// @ts-check
/** 地域: what the study area has, what comes next, which sectors are shown. */
import { grouped, lengthText } from '../core/numbers.js';
import { sectorName, SECTORS } from '../core/sectors.js';
import { fill, h } from './dom.js';
import { sectorSymbol } from './icons.js';
import { openNewArea } from './newArea.js';
import { button, confirmDialog, faultLine, loading, notice, progress } from './parts.js';

/** @param {import('../operations/app.js').App} app @param {import('./screen.js').Watch} watch */
export function areaPanel(app, watch) {
  const { t } = app;
  const place = h('div', { class: 'panel-body' });
  watch(['area', 'areas', 'areaError', 'hidden', 'importing'], state => {
    if (state.areaError) fill(place, faultLine(state.areaError), h('p', null, t('areaGone')));
    else if (state.area) fill(place, ofArea(app, state.area, state));
    else if (state.areas && !state.areas.length) fill(place, noArea(app, state));
    else fill(place, loading(t('loading')));
  });
  return place;
}

/** @param {import('../operations/app.js').App} app @param {import('../operations/state.js').State} state */
function noArea(app, { importing }) {
  const { t } = app;
  return [
    h('h2', null, t('noAreaTitle')),
    h('p', null, t('noAreaText')),
    importing
      ? progress(importing.progress, t('importing'), app.sentence(importing.message))
      : h('div', { class: 'stack' },
        button({ label: t('loadModel'), kind: 'primary', key: 'model', onClick: () => void app.areas.loadModel() }),
        button({ label: t('newArea'), icon: 'plus', key: 'new-area', onClick: () => openNewArea(app) })),
  ];
}

/** @param {import('../operations/app.js').App} app @param {import('../core/types.js').Area} area @param {import('../operations/state.js').State} state */
function ofArea(app, area, state) {
  const { t } = app;
  const { lang } = state;
  return [
    h('h2', null, lang === 'en' && area.nameEn ? area.nameEn : area.name),
    counts(app, area),
    nextStep(app, area),
    legend(app, area, state.hidden),
    h('div', { class: 'row spread foot' },
      button({ label: t('zoomToArea'), icon: 'focus', key: 'zoom-area', onClick: () => app.map.fit(area.extent) }),
      button({ label: t('removeArea'), icon: 'bin', kind: 'plain', key: 'remove-area', onClick: () => askRemove(app, area) })),
  ];
}

/** @param {import('../operations/app.js').App} app @param {import('../core/types.js').Area} area */
function counts({ t }, { counts: have }) {
  const cells = /** @type {const} */ (['municipalities', 'assets', 'contractors', 'contracts']);
  return h('dl', { class: 'figures four', 'data-testid': 'counts' }, cells.map(key => h('div', { class: 'figure' },
    h('dt', null, t(key)),
    h('dd', null, h('data', { value: String(have[key]), 'data-figure': key }, h('b', null, grouped(have[key])))))));
}

/** @param {import('../operations/app.js').App} app @param {import('../core/types.js').Area} area */
function nextStep(app, area) {
  const { t, store } = app;
  if (!area.next) {
    return area.counts.assets > 0
      ? h('div', { class: 'row' }, button({ label: t('toGroups'), icon: 'groups', kind: 'primary', key: 'to-groups', onClick: () => store.set({ tab: 'groups' }) }))
      : null;
  }
  return notice('warn', h('p', { class: 'strong' }, t('nextStep')), h('p', null, area.next[store.get().lang]),
    button({ label: t('toImport'), icon: 'imports', kind: area.counts.assets ? 'secondary' : 'primary', key: 'to-import', onClick: () => store.set({ tab: 'import' }) }));
}

/** @param {import('../operations/app.js').App} app @param {import('../core/types.js').Area} area @param {Set<string>} hidden */
function legend(app, area, hidden) {
  const { t, store } = app;
  const { lang } = store.get();
  const rank = (/** @type {string} */ key) => SECTORS.findIndex(sector => sector.key === key);
  const sectors = (area.sectors ?? []).filter(sector => sector.assets > 0).sort((a, b) => rank(a.key) - rank(b.key));
  if (!sectors.length) return h('section', null, h('h3', null, t('legend')), h('p', { class: 'empty' }, t('legendEmpty')));
  return h('fieldset', { class: 'legend' },
    h('legend', null, t('legend')),
    h('div', { class: 'row tight' },
      h('button', { type: 'button', class: 'link', 'data-key': 'all', onClick: () => app.areas.hideSectors([]) }, t('legendAll')),
      h('button', { type: 'button', class: 'link', 'data-key': 'none', onClick: () => app.areas.hideSectors(sectors.map(sector => sector.key)) }, t('legendNone'))),
    sectors.map(sector => h('label', { class: 'legend-row' },
      h('input', { type: 'checkbox', checked: !hidden.has(sector.key), 'data-key': `sector-${sector.key}`, onChange: () => app.areas.toggleSector(sector.key) }),
      sectorSymbol(sector.key),
      h('span', { class: 'name' }, sectorName(sector.key, lang)),
      h('span', { class: 'amount' }, app.count(sector.assets), sector.lengthM > 0 ? h('small', null, lengthText(sector.lengthM)) : null))));
}

/** @param {import('../operations/app.js').App} app @param {import('../core/types.js').Area} area */
function askRemove(app, area) {
  const { t } = app;
  confirmDialog({
    title: t('removeAreaTitle', { name: area.name }),
    text: t('removeAreaText', { assets: app.count(area.counts.assets), contracts: app.count(area.counts.contracts) }),
    yes: t('remove'), no: t('cancel'), close: t('close'),
    onYes: () => void app.areas.remove(area.code),
  });
}
