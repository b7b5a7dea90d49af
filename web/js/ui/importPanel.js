// @ts-check
/** 取り込み: choosing files, following the import, and its report with every row accounted for. */
import { ACCEPTED } from '../core/files.js';
import { bytesText } from '../core/numbers.js';
import { SECTORS } from '../core/sectors.js';
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { reportView } from './importReport.js';
import { importSuggest } from './importSuggest.js';
import { ledgerComparison } from './ledgerComparison.js';
import { button, faultLine, field, loading, notice, progress } from './parts.js';

/** @param {import('../operations/app.js').App} app @param {import('./screen.js').Watch} watch */
export function importPanel(app, watch) {
  const { t } = app;
  const chooser = h('div');
  const result = h('div', { 'aria-live': 'polite' });
  const records = h('div');
  const checking = importSuggest(app, watch);
  watch(['area', 'files', 'profiles', 'ownProfiles', 'importing', 'importError', 'checking', 'ledgers', 'importOptions'], state => {
    chooser.hidden = Boolean(state.checking) && !state.importing;
    fill(chooser, chooser.hidden ? null : chooserPart(app, state));
  });
  watch(['imported'], state => fill(result, state.imported ? resultPart(app, state.imported) : null));
  watch(['reports', 'area'], state => fill(records, recordsPart(app, state)));
  return h('div', { class: 'panel-body' }, h('h2', null, t('tabImport')), chooser, checking, ledgerComparison(app, watch), result, records);
}

/** @param {import('../operations/app.js').App} app @param {import('../operations/state.js').State} state */
function chooserPart(app, state) {
  const { t } = app;
  if (!state.area) return h('p', { class: 'empty' }, t('dropNoArea'));
  if (state.importing) return progress(state.importing.progress, t('importing'), app.sentence(state.importing.message));
  const next = state.area.next;
  return [
    next ? notice('warn', h('p', { class: 'strong' }, t('nextStep')), h('p', null, next[state.lang])) : null,
    state.files.length ? chosenPart(app, state) : choosePart(app),
    state.importError && !(state.importError.parameter && state.importError.parameter in state.importOptions) ? faultLine(state.importError.text) : null,
  ];
}

/** @param {import('../operations/app.js').App} app */
function choosePart(app) {
  const { t } = app;
  const input = h('input', { type: 'file', multiple: true, accept: ACCEPTED.join(','), hidden: true, tabindex: -1, 'aria-label': t('chooseFiles'), 'data-testid': 'files', onChange: () => app.imports.take([...(input.files ?? [])]) });
  return h('div', { class: 'drop-box' }, icon('imports', 32),
    button({ label: t('chooseFiles'), kind: 'primary', icon: 'file', key: 'choose', onClick: () => input.click() }),
    h('p', null, t('orDrop')), h('p', null, t('fileKinds')), input);
}

/** @param {import('../operations/app.js').App} app @param {import('../operations/state.js').State} state */
function chosenPart(app, state) {
  const { t } = app;
  const { files, lang } = state;
  const profiles = [...state.ownProfiles, ...(state.profiles ?? [])].map(one => ({ value: one.name, text: lang === 'en' ? one.titleEn || one.title : one.title }));
  return [
    h('h3', null, t('filesChosen')),
    h('ul', { class: 'file-list' }, files.slice(0, 50).map(file => h('li', null, icon('file', 20), h('span', null, file.name), h('span', { class: 'amount' }, bytesText(file.size)))),
      files.length > 50 ? h('li', null, t('others', { count: files.length - 50 })) : null),
    optionField(app, state, 'profile', t('profile'), choice(t('profileAuto'), profiles)),
    moreOptions(app, state),
    updateOptions(app, state),
    h('div', { class: 'row' },
      state.importOptions.update
        ? button({ label: t('compare'), kind: state.comparison ? 'secondary' : 'primary', icon: 'imports', key: 'compare', onClick: () => void app.reports.compare() })
        : button({ label: t('startImport'), kind: 'primary', icon: 'imports', key: 'start', onClick: () => void app.imports.start() }),
      button({ label: t('checkColumns'), kind: state.importError?.parameter === 'profile' ? 'primary' : 'secondary', icon: 'focus', key: 'check', onClick: () => void app.suggest.check() }),
      button({ label: t('clearFiles'), key: 'clear', onClick: () => app.imports.clear() })),
  ];
}

/** What a file may leave unsaid. @param {import('../operations/app.js').App} app @param {import('../operations/state.js').State} state */
function moreOptions(app, state) {
  const { t } = app;
  const { sector, owner, encoding, crs, asOf, licence } = state.importOptions;
  const text = () => h('input', { type: 'text', maxlength: 40, autocomplete: 'off' });
  return h('details', { class: 'settings', open: Boolean(sector || owner || encoding || crs || asOf || licence) },
    h('summary', null, t('moreOptions')),
    optionField(app, state, 'sector', t('optionSector'), choice(t('asInFile'), SECTORS.map(one => ({ value: one.key, text: one[state.lang] })))),
    optionField(app, state, 'owner', t('optionOwner'), text()),
    optionField(app, state, 'encoding', t('optionEncoding'), choice(t('profileAuto'), ['UTF-8', 'Shift_JIS'].map(value => ({ value, text: value })))),
    optionField(app, state, 'crs', t('optionCrs'), text(), t('optionCrsHint')),
    optionField(app, state, 'asOf', t('optionAsOf'), text(), t('optionAsOfHint')),
    optionField(app, state, 'licence', t('optionLicence'), text(), t('optionLicenceHint')));
}

/** Whether the file replaces a ledger, which one, and what becomes of what it no longer has. @param {import('../operations/app.js').App} app @param {import('../operations/state.js').State} state */
function updateOptions(app, state) {
  const { t } = app;
  const { update, removeMissing } = state.importOptions;
  const check = (/** @type {'update'|'removeMissing'} */ name, /** @type {string} */ words, /** @type {string} */ value) => {
    const box = h('input', { type: 'checkbox', checked: Boolean(value), 'data-key': `option-${name}`, onChange: () => app.imports.setOption(name, box.checked ? 'true' : '') });
    return h('label', { class: 'check' }, box, words);
  };
  return h('div', null,
    check('update', t('optionUpdate'), update),
    update ? optionField(app, state, 'ledger', t('optionLedger'), choice(t('ledgerByName'), (state.ledgers ?? []).filter(one => one.rows > 0).map(one => ({ value: one.ledger, text: `${one.file}（${app.count(one.rows)}）` })))) : null,
    update ? check('removeMissing', t('optionRemove'), removeMissing) : null);
}

/**
 * @param {import('../operations/app.js').App} app @param {import('../operations/state.js').State} state
 * @param {keyof import('../core/types.js').ImportOptions} name @param {string} label
 * @param {HTMLInputElement|HTMLSelectElement} control @param {string} [hint]
 */
function optionField(app, { importOptions, importError }, name, label, control, hint) {
  control.name = name;
  control.value = importOptions[name];
  control.dataset.key = `option-${name}`;
  control.addEventListener('change', () => app.imports.setOption(name, control.value.trim()));
  return field({ label, control, hint, fault: importError?.parameter === name ? importError.text : '' });
}

/** @param {string} none @param {{value: string, text: string}[]} options */
function choice(none, options) {
  return h('select', null, h('option', { value: '' }, none), options.map(one => h('option', { value: one.value }, one.text)));
}

/** @param {import('../operations/app.js').App} app @param {NonNullable<import('../operations/state.js').State['imported']>} imported */
function resultPart(app, { imports, refused }) {
  const { t, store } = app;
  const { lang } = store.get();
  return [
    imports.length ? notice('done', t('imported')) : null,
    imports.map(report => reportView(app, report, true)),
    refused.length ? notice('warn', h('p', { class: 'strong' }, t('refused')),
      h('ul', { class: 'plain-list' }, refused.map(one => h('li', null, h('span', { class: 'strong' }, one.file), h('br'), one.reason?.[lang] ?? app.sentence(String(one.reason)))))) : null,
  ];
}

/** @param {import('../operations/app.js').App} app @param {import('../operations/state.js').State} state */
function recordsPart(app, { reports, area }) {
  const { t } = app;
  if (!area) return null;
  return h('section', null, h('h3', null, t('reports')),
    !reports ? loading(t('loading')) : reports.length ? reports.map(report => reportView(app, report, false)) : h('p', { class: 'empty' }, t('noReports')));
}
