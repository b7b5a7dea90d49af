// @ts-check
/** 取り込み: choosing files, following the import, and its report with every row accounted for. */
import { quarantinedRows } from '../api/imports.js';
import { ACCEPTED } from '../core/files.js';
import { bytesText, grouped, instantText } from '../core/numbers.js';
import { SECTORS } from '../core/sectors.js';
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { importSuggest } from './importSuggest.js';
import { button, faultLine, field, loading, notice, progress } from './parts.js';

/** Quarantined rows fetched at a time. */
const PAGE = 20;

/** @param {import('../operations/app.js').App} app @param {import('./screen.js').Watch} watch */
export function importPanel(app, watch) {
  const { t } = app;
  const chooser = h('div');
  const result = h('div', { 'aria-live': 'polite' });
  const records = h('div');
  const checking = importSuggest(app, watch);
  watch(['area', 'files', 'profiles', 'importing', 'importError', 'checking'], state => {
    chooser.hidden = Boolean(state.checking) && !state.importing;
    fill(chooser, chooser.hidden ? null : chooserPart(app, state));
  });
  watch(['imported'], state => fill(result, state.imported ? resultPart(app, state.imported) : null));
  watch(['reports', 'area'], state => fill(records, recordsPart(app, state)));
  return h('div', { class: 'panel-body' }, h('h2', null, t('tabImport')), chooser, checking, result, records);
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
    h('p', null, t('orDrop')), h('p', { class: 'sub' }, t('fileKinds')), input);
}

/** @param {import('../operations/app.js').App} app @param {import('../operations/state.js').State} state */
function chosenPart(app, state) {
  const { t } = app;
  const { files, lang } = state;
  const profiles = (state.profiles ?? []).map(one => ({ value: one.name, text: lang === 'en' ? one.titleEn || one.title : one.title }));
  return [
    h('h3', null, t('filesChosen')),
    h('ul', { class: 'file-list' }, files.slice(0, 50).map(file => h('li', null, icon('file', 20), h('span', null, file.name), h('span', { class: 'amount' }, bytesText(file.size)))),
      files.length > 50 ? h('li', null, t('others', { count: files.length - 50 })) : null),
    optionField(app, state, 'profile', t('profile'), choice(t('profileAuto'), profiles)),
    moreOptions(app, state),
    h('div', { class: 'row' },
      button({ label: t('startImport'), kind: 'primary', icon: 'imports', key: 'start', onClick: () => void app.imports.start() }),
      button({ label: t('checkColumns'), kind: state.importError?.parameter === 'profile' ? 'primary' : 'secondary', icon: 'focus', key: 'check', onClick: () => void app.suggest.check() }),
      button({ label: t('clearFiles'), key: 'clear', onClick: () => app.imports.clear() })),
  ];
}

/** What a file may leave unsaid. @param {import('../operations/app.js').App} app @param {import('../operations/state.js').State} state */
function moreOptions(app, state) {
  const { t } = app;
  const { sector, owner, encoding, crs } = state.importOptions;
  const text = () => h('input', { type: 'text', maxlength: 40, autocomplete: 'off' });
  return h('details', { class: 'settings', open: Boolean(sector || owner || encoding || crs) },
    h('summary', null, t('moreOptions')),
    optionField(app, state, 'sector', t('optionSector'), choice(t('asInFile'), SECTORS.map(one => ({ value: one.key, text: one[state.lang] })))),
    optionField(app, state, 'owner', t('optionOwner'), text()),
    optionField(app, state, 'encoding', t('optionEncoding'), choice(t('profileAuto'), ['UTF-8', 'Shift_JIS'].map(value => ({ value, text: value })))),
    optionField(app, state, 'crs', t('optionCrs'), text(), t('optionCrsHint')));
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

/** @param {import('../operations/app.js').App} app @param {import('../core/types.js').Report} report @param {boolean} open */
function reportView(app, report, open) {
  const { t, store } = app;
  const { lang } = store.get();
  const known = store.get().profiles?.find(one => one.name === report.profile);
  return h('details', { class: 'report', open, 'data-testid': 'report' },
    h('summary', null, h('span', { class: 'strong' }, report.file), h('span', { class: 'sub' }, instantText(report.importedAt, lang))),
    h('p', { class: 'sub' }, known ? (lang === 'en' ? known.titleEn || known.title : known.title) : report.profile, '　', bytesText(report.bytes)),
    rowCounts(app, report),
    h('p', { class: 'sub' }, t('encodingCrs', { encoding: report.encoding ?? '–', crs: report.crs ?? '–' })),
    report.notes.length ? h('ul', { class: 'plain-list' }, report.notes.map(note => h('li', null, note[lang]))) : null,
    report.quarantined > 0 ? quarantine(app, report) : null);
}

/** The four states of rows, and that they add up. @param {import('../operations/app.js').App} app @param {import('../core/types.js').Report} report */
function rowCounts({ t }, report) {
  const states = /** @type {const} */ (['stored', 'repaired', 'duplicate', 'quarantined']);
  const name = (/** @type {string} */ state) => t(`rows${state[0].toUpperCase()}${state.slice(1)}`);
  return h('table', { class: 'rows counts' },
    h('thead', null, h('tr', null, h('th', { scope: 'col', class: 'number' }, t('rowsRead')), states.map(state => h('th', { scope: 'col', class: 'number' }, name(state))))),
    h('tbody', null, h('tr', null,
      h('td', { class: 'number' }, h('data', { value: String(report.read), 'data-figure': 'read' }, grouped(report.read))),
      states.map((state, at) => h('td', { class: `number ${state === 'quarantined' && report.quarantined ? 'bad' : ''}` },
        h('span', { class: 'sign', 'aria-hidden': 'true' }, at ? '＋' : '＝'),
        h('data', { value: String(report[state]), 'data-figure': state }, grouped(report[state])))))));
}

/** The quarantined rows, fetched when asked for. @param {import('../operations/app.js').App} app @param {import('../core/types.js').Report} report */
function quarantine(app, report) {
  const { t } = app;
  const list = h('ol', { class: 'row-list' });
  const more = h('div');
  let fetched = 0;
  async function fetchMore() {
    fill(more, loading(t('loading')));
    const page = await app.attempt(() => quarantinedRows(report.id, PAGE, fetched), text => fill(more, faultLine(text)));
    if (!page) return;
    fetched += page.rows.length;
    list.append(...page.rows.map(row => h('li', null,
      h('p', null, h('span', { class: 'strong' }, t('rowAt', { row: grouped(row.rowNumber) })), row.place ? `　${row.place}` : ''),
      h('p', null, row.detail ? app.sentence(row.detail) : row.reason),
      h('code', null, row.raw))));
    fill(more, fetched < page.total ? button({ label: t('moreRows'), key: `more-${report.id}`, onClick: () => void fetchMore() }) : null);
  }
  const details = h('details', { class: 'quarantine', onToggle: () => { if (details.open && !fetched) void fetchMore(); } },
    h('summary', null, t('quarantinedRows', { count: app.count(report.quarantined) })), list, more);
  return details;
}
