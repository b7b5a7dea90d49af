// @ts-check
/** 群候補: the settings, the run, the list, and one group in detail. */
import { countText, grouped, instantText, yenText } from '../core/numbers.js';
import { groupColour, sectorName } from '../core/sectors.js';
import { fill, h } from './dom.js';
import { groupDetail } from './groupDetail.js';
import { icon } from './icons.js';
import { button, faultLine, field, notice, progress } from './parts.js';
import { limitFields, sharedFirmFields } from './methodFields.js';
import { numberField } from './numberField.js';
import { filterFields, presetField, tellChanged } from './presetFields.js';

/**
 * @typedef {import('../core/types.js').Group} Group
 * @typedef {'radius'|'minPoints'|'contractorWeight'|'threshold'} Setting
 */

/** Ranges of the sliders, where the process itself doesn't say; `far` is where the slider ends; `of` the methods that use it, all if absent. */
const SETTINGS = /** @type {{name: Setting, min: number, far: number, step: number, unit: string, of?: string[]}[]} */ ([
  { name: 'radius', min: 10, far: 2000, step: 10, unit: 'm' },
  { name: 'minPoints', min: 2, far: 50, step: 1, unit: '件', of: ['density', 'hierarchical'] },
  { name: 'contractorWeight', min: 0, far: 1, step: 0.05, unit: '', of: ['', 'density', 'hierarchical', 'community', 'bounded'] },
  { name: 'threshold', min: 0, far: 1, step: 0.05, unit: '', of: ['density', 'community', 'bounded'] },
]);

/** Groups listed before 「すべて表示」. */
const FIRST_GROUPS = 30;

/** @param {import('../operations/app.js').App} app @param {import('./screen.js').Watch} watch */
export function groupsPanel(app, watch) {
  const settings = h('div');
  const action = h('div');
  const live = h('div', { class: 'live-groups', role: 'status', 'data-testid': 'live' });
  const result = h('div');
  let all = false;
  const overview = h('div', { class: 'groups-overview' },
    h('h2', null, app.t('tabGroups')), h('p', { class: 'lead' }, app.t('groupsLead')), settings, action, live, result);
  const detail = h('div', { class: 'groups-detail' });

  const changed = h('p', { class: 'hint', 'data-testid': 'preset-changed' });
  watch(['inputs', 'presets'], state => tellChanged(app, state, changed));
  watch(['limits', 'groupError', 'presets', 'preset', 'method'], state => fill(settings, settingsForm(app, state, changed)));
  watch(['live', 'grouping'], state => fill(live, state.live && !state.grouping ? notice('info', app.t('liveGroups', { groups: app.count(state.live.groups), count: app.count(state.live.grouped) })) : null));
  watch(['area', 'grouping', 'groupError'], state => fill(action, actionRow(app, state)));
  const drawResult = (/** @type {import('../operations/state.js').State} */ state) => fill(result, runChoice(app, state), list(app, state, all, () => { all = true; drawResult(app.store.get()); }));
  watch(['runs', 'run', 'area', 'grouping', 'compared', 'presets'], drawResult);
  watch(['run'], state => {
    all = false;
    // With groups to look at, the settings make room; they open at a press.
    const form = settings.querySelector('details');
    if (form) form.open = !state.run;
  });
  watch(['run', 'group', 'draft', 'saving', 'editError'], state => {
    const group = groupsOf(state).find(one => one.number === state.group);
    const was = overview.hidden;
    overview.hidden = Boolean(group);
    detail.hidden = !group;
    fill(detail, group ? groupDetail(app, group) : null);
    if (group && !was) detail.closest('.panel-scroll')?.scrollTo(0, 0);
  });
  watch(['group'], state => {
    if (state.group) /** @type {HTMLElement|null} */ (detail.querySelector('h2'))?.focus({ preventScroll: true });
  });
  return h('div', { class: 'panel-body' }, overview, detail);
}

/** @param {import('../operations/state.js').State} state @returns {Group[]} by falling score */
function groupsOf({ run }) {
  return Array.isArray(run?.groups) ? run.groups : [];
}

/** @param {import('../operations/app.js').App} app @param {import('../operations/state.js').State} state @param {HTMLElement} changed */
function settingsForm(app, state, changed) {
  const { inputs, limits, groupError, run } = state;
  const { t } = app;
  const wrong = SETTINGS.some(setting => setting.name === groupError?.parameter);
  return h('details', { class: 'settings', open: !run || Boolean(groupError) },
    h('summary', null, t('settings')),
    presetField(app, state, changed),
    methodField(app, inputs),
    SETTINGS.filter(({ of }) => !of || of.includes(inputs.method ?? '')).map(setting => settingField(app, setting, inputs[setting.name], limits[setting.name] ?? {}, groupError?.parameter === setting.name ? groupError.text : '')),
    distanceField(app, inputs),
    inputs.method === 'shared-firm' ? null : weightFields(app, inputs),
    filterFields(app, inputs, MIXTURE.map(name => numberField(app, inputs, name, { min: 1, step: 1 }))),
    groupError && !wrong ? faultLine(groupError.text) : null);
}

/** Methods of the process; the first is its own. */
const METHODS = ['', 'density', 'hierarchical', 'community', 'bounded', 'shared-firm'];

/** Weights beside nearness and firms. */
const WEIGHTS = /** @type {const} */ (['sectorWeight', 'workKindWeight', 'termsWeight', 'inspectionWeight', 'borderWeight']);

/** What a group needs to be proposed. */
const MIXTURE = /** @type {const} */ (['minAssets', 'minOwners', 'minSectors']);

/** How groups are made, and what that method alone needs. @param {import('../operations/app.js').App} app @param {import('../core/types.js').GroupingInputs} inputs */
function methodField(app, inputs) {
  const { t } = app;
  const method = inputs.method ?? '';
  const select = h('select', { 'data-key': 'method', onChange: () => app.groups.setMethod(select.value) },
    METHODS.map(one => h('option', { value: one }, t(`method_${one || 'correlation'}`))));
  select.value = method;
  return h('div', { class: 'fields' }, field({ label: t('method'), control: select }), h('p', { class: 'hint' }, t(`methodHint_${method || 'correlation'}`)),
    method === '' ? numberField(app, inputs, 'agreement', { min: 0, max: 1, step: 0.01 }) : null,
    method === 'community' ? numberField(app, inputs, 'resolution', { min: 0.0001, max: 1, step: 0.01 }) : null,
    method === 'bounded' ? limitFields(app, inputs) : null,
    method === 'shared-firm' ? sharedFirmFields(app, inputs) : null);
}

/** As the crow flies, or along the roads. @param {import('../operations/app.js').App} app @param {import('../core/types.js').GroupingInputs} inputs */
function distanceField(app, inputs) {
  const { t } = app;
  const select = h('select', { 'data-key': 'distance', onChange: () => app.groups.setInput('distance', select.value || undefined) },
    ['', 'road'].map(way => h('option', { value: way }, t(`distance_${way || 'straight'}`))));
  select.value = inputs.distance ?? '';
  return field({ label: t('distance'), control: select, hint: t('distanceHint') });
}

/** @param {import('../operations/app.js').App} app @param {import('../core/types.js').GroupingInputs} inputs */
function weightFields(app, inputs) {
  return h('details', { class: 'settings', open: WEIGHTS.some(name => (inputs[name] ?? 0) > 0) || (inputs.yenWeight ?? 0) > 0 }, h('summary', null, app.t('moreWeights')),
    h('div', { class: 'fields' }, h('p', { class: 'hint' }, app.t('moreWeightsHint')), WEIGHTS.map(name => numberField(app, inputs, name, { min: 0, max: 1, step: 0.05 })),
      numberField(app, inputs, 'yenWeight', { min: 0, max: 1, step: 0.05, hint: app.t('yenWeightHint') })));
}

/**
 * A slider and a number that say the same.
 * @param {import('../operations/app.js').App} app @param {typeof SETTINGS[number]} setting @param {number} value
 * @param {{minimum?: number, maximum?: number}} limit @param {string} fault
 */
function settingField(app, { name, min, far, step, unit }, value, limit, fault) {
  const { t, store } = app;
  const low = limit.minimum ?? min;
  const number = h('input', { type: 'number', min: low, max: limit.maximum ?? null, step, value: String(value), 'data-key': `number-${name}`, name });
  const slider = h('input', { type: 'range', min: Math.max(low, min), max: Math.min(far, limit.maximum ?? far), step, value: String(value), 'aria-label': t(name), 'data-key': `slider-${name}` });
  slider.addEventListener('input', () => { number.value = slider.value; app.groups.setInput(name, Number(slider.value)); });
  number.addEventListener('input', () => { slider.value = number.value; if (number.value !== '') app.groups.setInput(name, Number(number.value)); });
  const made = field({ label: t(name), control: number, hint: t(`${name}Hint`), fault });
  made.classList.add('setting');
  number.after(h('span', { class: 'unit' }, store.get().lang === 'en' && unit === '件' ? '' : unit), slider);
  return made;
}

/** @param {import('../operations/app.js').App} app @param {import('../operations/state.js').State} state */
function actionRow(app, state) {
  const { t } = app;
  if (state.grouping) {
    return [progress(state.grouping.progress, t('finding'), app.sentence(state.grouping.message)),
      button({ label: t('stop'), icon: 'close', key: 'find', onClick: () => app.groups.stop() })];
  }
  const why = app.groups.whyNotFind(state);
  return [button({ label: t('findGroups'), kind: 'primary', icon: 'groups', key: 'find', reason: why && t(why), onClick: () => void app.groups.find() }),
    why ? h('p', { class: 'hint' }, t(why)) : null];
}

/** @param {import('../operations/app.js').App} app @param {import('../operations/state.js').State} state */
function runChoice(app, { runs, run, compared, lang }) {
  const { t } = app;
  if (!runs?.length) return null;
  const select = h('select', { 'data-key': 'run', onChange: () => void app.groups.show(select.value || null) },
    h('option', { value: '' }, t('runNone')),
    runs.map(one => h('option', { value: one.id }, runText(app, one, lang))));
  select.value = run?.id ?? '';
  return [field({ label: t('runOf'), control: select }), run?.stale ? notice('warn', t('stale')) : null,
    run?.notes?.map(note => notice('warn', lang === 'en' ? note.en : note.ja)) ?? null,
    run && runs.length > 1 ? comparison(app, runs, run, compared, lang) : null];
}

/** What tells a run from others. @param {import('../operations/app.js').App} app @param {import('../core/types.js').Run} run @param {import('../core/types.js').Language} lang */
function runText(app, { createdAt, parameters }, lang) {
  const preset = app.store.get().presets?.find(one => one.key === parameters.preset);
  const way = (preset ? `${preset.name[lang]}　` : '') + (parameters.distance === 'road' ? `${app.t('distance_road')}　` : '');
  const text = way + app.t('runText', { date: instantText(createdAt, lang), radius: grouped(parameters.radius) });
  return parameters.method && parameters.method !== 'correlation' ? `${app.t(`method_${parameters.method}`)}　${text}` : text;
}

/** Changes of assets as they are told, and fates of groups. */
const CHANGES = ['stayed', 'moved', 'joined', 'left'];

/** Changed groups told by name. */
const TOLD_FATES = 12;

/**
 * What became of groups and assets since another run.
 * @param {import('../operations/app.js').App} app @param {import('../core/types.js').Run[]} runs @param {import('../core/types.js').Run} run
 * @param {import('../core/types.js').RunComparison|null} compared @param {import('../core/types.js').Language} lang
 */
function comparison(app, runs, run, compared, lang) {
  const { t } = app;
  const select = h('select', { 'data-key': 'compare', onChange: () => void app.groups.compare(select.value) },
    h('option', { value: '' }, t('compareNone')),
    runs.filter(one => one.id !== run.id).map(one => h('option', { value: one.id }, runText(app, one, lang))));
  select.value = compared?.before ?? '';
  const chosen = field({ label: t('compareWith'), control: select });
  if (!compared) return chosen;
  const total = (/** @type {string} */ change) => compared.assets.find(one => one.change === change) ?? { assets: 0, yen: 0 };
  return [chosen, h('div', { class: 'run-comparison', 'data-testid': 'run-comparison' },
    h('table', null, h('caption', null, t('comparedAssets')),
      h('tbody', null, CHANGES.map(change => h('tr', null, h('th', { scope: 'row' }, t(`change_${change}`)), h('td', { class: 'number' }, countText(total(change).assets, lang)), h('td', { class: 'number' }, yenText(total(change).yen, lang)))))),
    h('p', { class: 'hint' }, t('comparedGroups', { kept: app.count(compared.kept), changed: app.count(compared.groups.length), likeness: compared.adjustedRand.toFixed(2) })),
    h('ul', null, compared.groups.slice(0, TOLD_FATES).map(one => h('li', null, t(`fate_${one.fate}`, { before: one.before.join('・'), after: one.after.join('・') })))),
    compared.groups.length > TOLD_FATES ? h('p', { class: 'hint' }, t('others', { count: app.count(compared.groups.length - TOLD_FATES) })) : null)];
}

/** @param {import('../operations/app.js').App} app @param {import('../operations/state.js').State} state @param {boolean} all @param {() => void} onAll */
function list(app, state, all, onAll) {
  const { t } = app;
  const groups = groupsOf(state);
  if (!state.run) return state.grouping || !state.area?.counts.assets ? null : h('p', { class: 'empty' }, t('noGroupsYet'));
  if (!groups.length) return h('p', { class: 'empty' }, t('noGroupsFound'));
  return [
    h('h3', null, t('groupsFound', { groups: app.count(groups.length) })),
    h('p', { class: 'hint' }, t('ungrouped', { count: app.count(state.run.ungrouped) })),
    h('ol', { class: 'group-list', 'data-testid': 'groups' }, (all ? groups : groups.slice(0, FIRST_GROUPS)).map(group => h('li', null, row(app, group, state.lang)))),
    all || groups.length <= FIRST_GROUPS ? null : h('button', { type: 'button', class: 'link', 'data-key': 'all-groups', onClick: onAll }, t('showAll', { count: app.count(groups.length) })),
  ];
}

/** @param {import('../operations/app.js').App} app @param {Group} group @param {import('../core/types.js').Language} lang */
function row(app, group, lang) {
  const { t } = app;
  const towns = group.holding.byMunicipality.map(town => (lang === 'en' && town.nameEn) || town.name).filter(Boolean);
  const sectors = group.holding.bySector.map(sector => String(sector.key));
  return h('button', {
    type: 'button', class: 'group-row', 'data-key': `group-${group.number}`, 'data-group': group.number,
    onClick: () => app.groups.choose(group.number, true),
    onMouseenter: () => app.map.groups.point(group.number),
    onMouseleave: () => app.map.groups.point(null),
    onFocus: () => app.map.groups.point(group.number),
    onBlur: () => app.map.groups.point(null),
  },
  chip(group.number),
  h('span', { class: 'group-text' },
    h('span', { class: 'strong' }, first(towns, 3, t)),
    h('span', { class: 'sub' }, first(sectors.map(key => sectorName(key, lang)), 4, t)),
    h('span', { class: 'sub' }, `${countText(group.assets, lang)}　${yenText(group.holding.yen, lang)}`),
    group.plan?.phase && app.store.get().run?.parameters.method === 'bounded' ? h('span', { class: 'sub' }, t('planTurn', { phase: group.plan.phase })) : null),
  h('span', { class: 'score' }, h('small', null, t('score')), scoreText(group.score)),
  icon('next', 20));
}

/** @param {number} number */
export function chip(number) {
  const made = h('span', { class: 'chip' }, String(number));
  made.style.backgroundColor = groupColour(number);
  return made;
}

/** @param {number} score */
export function scoreText(score) {
  return score <= 1 ? grouped(score * 100) : grouped(score, score < 10 ? 1 : 0);
}

/** @param {string[]} names @param {number} most @param {(key: string, values?: any) => string} t */
function first(names, most, t) {
  const shown = names.slice(0, most).join('・');
  return names.length > most ? `${shown} ${t('others', { count: names.length - most })}` : shown;
}
