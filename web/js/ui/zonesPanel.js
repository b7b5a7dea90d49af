// @ts-check
/** 区域: scenarios, their zones, and the drawing with what it holds. */
import { exportAddress } from '../api/scenarios.js';
import { yenText } from '../core/numbers.js';
import { zoneOf } from '../core/scenario.js';
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { drawingView } from './drawingView.js';
import { holdingView } from './holdingView.js';
import { button, confirmDialog, faultLine, field, loading, nameForm, notice } from './parts.js';

/**
 * @typedef {import('../operations/state.js').State} State
 * @typedef {''|'new'|'scenario'|'zone'} Naming which name is being typed: a new scenario's, the scenario's, the chosen zone's
 */

/** @param {import('../operations/app.js').App} app @param {import('./screen.js').Watch} watch */
export function zonesPanel(app, watch) {
  const { t } = app;
  /** @type {Naming} */
  let naming = '';
  const head = h('div');
  const body = h('div');
  const holding = h('div', { 'aria-live': 'polite' });

  const drawHead = (/** @type {State} */ state) => fill(head, h('h2', null, t('tabZones')), state.draft ? null : scenarioPart(app, state, naming, name));
  const drawBody = (/** @type {State} */ state) => fill(body, state.draft ? null : zonesPart(app, state, naming === 'zone', name));

  /** @param {Naming} what */
  function name(what) {
    naming = what;
    drawHead(app.store.get());
    drawBody(app.store.get());
    const input = /** @type {HTMLInputElement|null} */ (head.querySelector('.name-form input') ?? body.querySelector('.name-form input'));
    input?.focus();
    input?.select();
  }

  const foot = h('div');
  const drawing = drawingView(app, watch);
  watch(['scenario'], () => { if (naming !== 'zone') naming = ''; });
  watch(['zone'], () => { naming = ''; });
  watch(['scenarios', 'scenario', 'draft', 'editError', 'area'], drawHead);
  watch(['scenario', 'zone', 'draft', 'saving', 'editError', 'editNotes', 'keptDraft', 'zoneTotals'], drawBody);
  watch(['holding', 'zone', 'draft'], state => fill(holding, held(app, state)));
  watch(['scenario', 'draft'], state => fill(foot, state.scenario && !state.draft ? files(app) : null));
  return h('div', { class: 'panel-body' }, head, drawing, body, holding, foot);
}

/** @param {import('../operations/app.js').App} app @param {State} state */
function held(app, state) {
  const { t } = app;
  const { status, value, error } = state.holding;
  if (status === 'error') return faultLine(error);
  if (status === 'none' || (!state.zone && !state.draft)) return null;
  if (!value) return loading(t('counting'));
  const view = holdingView(app, value, t('holds'));
  view.classList.toggle('stale', status === 'busy');
  view.setAttribute('aria-busy', String(status === 'busy'));
  return view;
}

/** @param {import('../operations/app.js').App} app @param {State} state @param {string} naming @param {(what: any) => void} name */
function scenarioPart(app, state, naming, name) {
  const { t, store } = app;
  if (!state.scenarios) return loading(t('loading'));
  const fault = state.editError?.parameter === 'scenario' ? state.editError.text : '';
  if (naming === 'new' || naming === 'scenario') {
    const fresh = naming === 'new';
    const stem = `${t('scenarioStem')}${state.scenarios.length + 1}`;
    return nameForm({
      t, fault, label: t('scenario'), submit: t('save'), value: fresh ? stem : state.scenario?.name ?? '',
      onSubmit: async wish => {
        if (!wish) return store.set({ editError: { text: t('needName'), parameter: 'scenario' } });
        if (await (fresh ? app.scenarios.create(wish) : app.scenarios.rename(wish))) name('');
      },
      onCancel: () => { store.set({ editError: null }); name(''); },
    });
  }
  if (!state.scenario) {
    return [h('p', { class: 'empty' }, t('noScenario')), button({ label: t('newScenario'), icon: 'plus', kind: 'primary', key: 'new-scenario', reason: state.area ? '' : t('dropNoArea'), onClick: () => name('new') })];
  }
  return scenarioSelect(app, state, name);
}

/** @param {import('../operations/app.js').App} app @param {State} state @param {(what: any) => void} name */
function scenarioSelect(app, { scenarios, scenario }, name) {
  const { t } = app;
  const select = h('select', { 'data-key': 'scenario', onChange: () => void app.scenarios.open(select.value) },
    (scenarios ?? []).map(one => h('option', { value: one.id }, one.name)));
  select.value = scenario?.id ?? '';
  const made = field({ label: t('scenario'), control: select });
  made.classList.add('with-tools');
  made.append(
    button({ label: t('newScenario'), icon: 'plus', kind: 'plain', small: true, key: 'new-scenario', onClick: () => name('new') }),
    button({ label: t('renameScenario'), icon: 'pen', kind: 'plain', small: true, key: 'rename-scenario', onClick: () => name('scenario') }),
    button({ label: t('removeScenario'), icon: 'bin', kind: 'plain', small: true, key: 'remove-scenario', onClick: () => askRemove(app) }));
  return made;
}

/** Undo and redo. @param {import('../operations/app.js').App} app @param {State} state */
function steps(app, state) {
  const { t } = app;
  return h('div', { class: 'tools' },
    button({ label: t('undo'), icon: 'undo', kind: 'plain', key: 'undo', reason: reasonOf(app, app.editing.whyNotUndo(state)), onClick: () => void app.editing.undo() }),
    button({ label: t('redo'), icon: 'redo', kind: 'plain', key: 'redo', reason: reasonOf(app, app.editing.whyNotRedo(state)), onClick: () => void app.editing.redo() }));
}

/** The scenario as a file, and back. @param {import('../operations/app.js').App} app */
function files(app) {
  const { t } = app;
  const scenario = app.scenarios.current();
  const file = h('input', { type: 'file', accept: '.geojson,.json', hidden: true, tabindex: -1, 'aria-label': t('importZones'), onChange: () => { if (file.files?.[0]) void app.scenarios.importFile(file.files[0]); } });
  return h('div', { class: 'stack foot' },
    downloadLink(exportAddress(scenario.id), t('exportScenario'), t('exportScenario')),
    button({ label: t('importZones'), icon: 'imports', kind: 'plain', key: 'import-zones', onClick: () => file.click() }),
    file);
}

/** @param {import('../operations/app.js').App} app @param {string} why */
function reasonOf(app, why) {
  return why && app.t(why);
}

/** @param {string} address @param {string} name @param {string} label */
function downloadLink(address, name, label) {
  return h('a', { class: 'button secondary', href: address, download: '', title: name, 'aria-label': name, 'data-key': `download-${address}` }, icon('exports', 20), h('span', null, label));
}

/** @param {import('../operations/app.js').App} app */
function askRemove(app) {
  const { t } = app;
  const scenario = app.scenarios.current();
  confirmDialog({
    title: t('removeScenarioTitle', { name: scenario.name }), text: t('removeScenarioText', { zones: app.count(scenario.zones.length) }),
    yes: t('remove'), no: t('cancel'), close: t('close'), onYes: () => void app.scenarios.remove(),
  });
}

/** @param {import('../operations/app.js').App} app @param {State} state @param {boolean} naming @param {(what: any) => void} name */
function zonesPart(app, state, naming, name) {
  const { t } = app;
  if (!state.scenario) return null;
  const { zones } = state.scenario;
  const fault = state.editError && !['scenario', 'name'].includes(state.editError.parameter ?? '') ? state.editError.text : '';
  return [
    state.keptDraft ? keptPart(app, state.keptDraft) : null,
    button({ label: t('drawZone'), icon: 'pen', kind: state.zone ? 'secondary' : 'primary', key: 'draw', reason: reasonOf(app, app.editing.whyNotDraw(state)), onClick: () => app.modes.draw() }),
    steps(app, state),
    fault ? faultLine(fault) : null,
    state.editNotes.map(note => notice('info', note)),
    zones.length
      ? h('ul', { class: 'zone-list', 'data-testid': 'zones' }, zones.map(zone => zoneItem(app, state, zone, naming, name)))
      : h('p', { class: 'empty' }, t('noZones')),
  ];
}

/** @param {import('../operations/app.js').App} app @param {import('../operations/state.js').Draft} draft */
function keptPart(app, draft) {
  const { t } = app;
  return notice('warn', h('p', null, t('keptDraft', { name: draft.name })),
    h('div', { class: 'row' },
      button({ label: t('goOn'), icon: 'pen', key: 'go-on', onClick: () => app.modes.reshape(null, draft) }),
      button({ label: t('throwAway'), icon: 'bin', key: 'throw-away', onClick: () => app.editing.forgetKept() })));
}

/** @param {import('../operations/app.js').App} app @param {State} state @param {import('../core/types.js').Zone} zone @param {boolean} naming @param {(what: any) => void} name */
function zoneItem(app, state, zone, naming, name) {
  const { lang } = state;
  const chosen = zone.id === state.zone;
  const totals = state.zoneTotals[`${zone.id}/${zone.version}`];
  return h('li', { class: chosen ? 'chosen' : '' },
    h('button', { type: 'button', class: 'zone-row', 'aria-expanded': String(chosen), 'data-key': `zone-${zone.id}`, onClick: () => app.editing.choose(chosen ? null : zone.id) },
      h('span', { class: 'zone-mark', 'aria-hidden': 'true' }),
      h('span', { class: 'group-text' }, h('span', { class: 'strong' }, zone.name), totals ? h('span', { class: 'sub' }, `${app.count(totals.assets)}　${yenText(totals.yen, lang)}`) : null)),
    chosen ? zoneTools(app, state, zone, naming, name) : null);
}

/** @param {import('../operations/app.js').App} app @param {State} state @param {import('../core/types.js').Zone} zone @param {boolean} naming @param {(what: any) => void} name */
function zoneTools(app, state, zone, naming, name) {
  const { t, store } = app;
  if (naming) {
    return nameForm({
      t, label: t('zoneName'), value: zone.name, submit: t('save'), fault: state.editError?.parameter === 'name' ? state.editError.text : '',
      onSubmit: async wish => { await app.editing.rename(zone.id, wish); if (zoneOf(app.scenarios.current(), zone.id)?.name === wish) name(''); },
      onCancel: () => { store.set({ editError: null }); name(''); },
    });
  }
  return h('div', { class: 'zone-tools' },
    button({ label: t('reshape'), icon: 'pen', key: 'reshape', onClick: () => app.modes.reshape(zone.id) }),
    button({ label: t('rename'), key: 'rename', onClick: () => name('zone') }),
    downloadLink(exportAddress(app.scenarios.current().id, zone.id), t('exportZoneLong', { name: zone.name }), t('exportZone')),
    button({ label: t('removeZone'), icon: 'bin', key: 'remove', onClick: () => void app.editing.remove(zone.id) }));
}
