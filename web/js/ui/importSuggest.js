// @ts-check
/** 列の対応: what each column of a file is taken for and why, and what an import would come to, before anything is stored. */
import { bytesText, grouped } from '../core/numbers.js';
import { ROW_STATES, STATE_COLOURS } from '../core/rowStates.js';
import { SECTORS } from '../core/sectors.js';
import { firmUse, ROLES, saysPlace, useOf } from '../core/suggestion.js';
import { fill, h } from './dom.js';
import { button, faultLine, field, loading, notice } from './parts.js';

/**
 * @typedef {import('../operations/app.js').App} App
 * @typedef {import('../operations/state.js').State} State
 * @typedef {import('../operations/state.js').Checking} Checking
 */

/** A town that holds this share of the rows is offered as their owner. */
const MOSTLY = 0.8;

/** @param {App} app @param {import('./screen.js').Watch} watch */
export function importSuggest(app, watch) {
  const { t } = app;
  const typed = { title: textInput('title', 200), owner: textInput('owner', 40), crs: textInput('crs', 60) };
  typed.owner.addEventListener('change', () => app.suggest.say('owner', typed.owner.value.trim()));
  typed.crs.addEventListener('change', () => app.suggest.read('crs', typed.crs.value.trim()));
  let upload = '';
  const place = h('section', { class: 'checking', 'aria-label': t('checkColumns'), 'data-testid': 'checking' });
  watch(['checking', 'profileFields', 'importOptions'], state => {
    const { checking } = state;
    place.hidden = !checking;
    if (!checking) return fill(place);
    if (checking.profile && upload !== checking.upload + checking.dataSet) {
      upload = checking.upload + checking.dataSet;
      typed.title.value = checking.profile.title;
    }
    keep(typed.owner, checking.profile?.defaults.owner ?? '');
    keep(typed.crs, state.importOptions.crs);
    place.setAttribute('aria-busy', String(checking.busy));
    fill(place, head(app, state, checking), checking.reply ? body(app, state, checking, typed) : checking.busy ? loading(t('reading')) : null,
      checking.reply ? field({ label: t('profileTitle'), control: typed.title, hint: t('profileTitleHint') }) : null,
      checking.error ? faultLine(checking.error.text) : null, foot(app, checking, typed.title));
  });
  return place;
}

/** @param {string} key @param {number} longest */
function textInput(key, longest) {
  return h('input', { type: 'text', maxlength: longest, autocomplete: 'off', 'data-key': `check-${key}`, name: key });
}

/** What is being typed stays. @param {HTMLInputElement} input @param {string} value */
function keep(input, value) {
  if (document.activeElement !== input) input.value = value;
}

/** @param {App} app @param {State} state @param {Checking} checking */
function head({ t, suggest }, { files }, { reply, dataSets, dataSet, done }) {
  if (!reply) return h('h3', null, files.map(file => `${file.name}（${bytesText(file.size)}）`).slice(0, 3).join('、'));
  const several = dataSets.length > 1;
  const select = several && h('select', { 'data-key': 'check-set', onChange: () => suggest.dataSet(select ? select.value : '') },
    dataSets.map(name => h('option', { value: name, selected: name === dataSet }, done.includes(name) ? t('setDone', { name }) : name)));
  return [
    h('h3', null, dataSet),
    h('p', { class: 'sub' }, t('tableFacts', { rows: grouped(reply.table.rows), encoding: reply.table.encoding, crs: reply.preview?.report.crs ?? '–' })),
    select ? field({ label: t('dataSets', { count: dataSets.length }), control: select }) : null,
  ];
}

/** @param {App} app @param {State} state @param {Checking} checking @param {Record<string, HTMLInputElement>} typed */
function body(app, state, checking, typed) {
  const { t } = app;
  const reply = /** @type {import('../core/types.js').Suggested} */ (checking.reply);
  const { lang } = state;
  const open = reply.suggestion.missing.filter(question => !answered(question.about, checking));
  return [
    open.length ? notice('warn', h('p', { class: 'strong' }, t('toAnswer')), h('ul', { class: 'plain-list' }, open.map(question => h('li', null, question[lang])))) : null,
    reply.refused ? faultLine(app.sentence(reply.refused.detail)) : null,
    whole(app, state, checking, typed),
    reply.preview ? counts(app, reply.preview.report) : null,
    columns(app, state, checking),
    reply.suggestion.notes.length ? h('ul', { class: 'plain-list sub' }, reply.suggestion.notes.map(note => h('li', null, note[lang]))) : null,
    problems(app, reply),
    samples(app, state, reply),
  ];
}

/** Whether the planner has answered a question since it was asked. @param {string} about @param {Checking} checking */
function answered(about, { profile }) {
  if (!profile) return false;
  if (about === 'place') return saysPlace(profile);
  return about in profile.defaults || about in profile.fields;
}

/** What is the same for all rows. @param {App} app @param {State} state @param {Checking} checking @param {Record<string, HTMLInputElement>} typed */
function whole(app, state, checking, typed) {
  const { t, suggest } = app;
  const { lang } = state;
  const reply = /** @type {import('../core/types.js').Suggested} */ (checking.reply);
  const profile = /** @type {import('../core/suggestion.js').ImportProfile} */ (checking.profile);
  const why = (/** @type {import('../core/types.js').Found} */ found) => found.reasons.map(reason => reason[lang]).join('、');
  const kinds = choice('check-kind', (state.profileFields ?? []).map(kind => ({ value: kind.kind, text: kind[lang] })), profile.kind, value => suggest.kind(value));
  const sectors = choice('check-sector', [{ value: '', text: t('sectorByRow') }, ...SECTORS.map(one => ({ value: one.key, text: one[lang] }))], profile.defaults.sector ?? '', value => suggest.say('sector', value));
  const keys = choice('check-key', [{ value: '', text: t('keyByContent') }, ...reply.suggestion.columns.map(column => ({ value: column.name, text: column.name }))], profile.key[0] ?? '', value => suggest.key(value));
  const ledger = profile.kind === 'assets';
  return h('div', { class: 'check-whole' },
    field({ label: t('checkKind'), control: kinds, hint: why(reply.suggestion.kind) }),
    ledger ? field({ label: t('optionSector'), control: sectors, hint: why(reply.suggestion.sector) }) : null,
    ledger || profile.kind === 'contracts' ? [field({ label: t(ledger ? 'optionOwner' : 'optionOrderer'), control: typed.owner, hint: why(reply.suggestion.owner) }), townOffer(app, checking)] : null,
    ledger || profile.kind === 'contracts' ? field({ label: t('checkKey'), control: keys, hint: t('checkKeyHint') }) : null,
    reply.table.shape === 'features' || ledger ? field({ label: t('optionCrs'), control: typed.crs, hint: t('optionCrsHint') }) : null);
}

/** Where most rows lie is likely who owns them. @param {App} app @param {Checking} checking */
function townOffer({ t, suggest }, { reply, profile }) {
  const towns = reply?.preview?.towns ?? [];
  const rows = towns.reduce((sum, town) => sum + town.rows, 0);
  const first = towns[0];
  if (!first?.code || !profile || profile.defaults.owner || 'owner' in profile.fields || 'ownerCode' in profile.fields || first.rows < MOSTLY * rows) return null;
  const code = first.code;
  return h('div', { class: 'row' }, button({ label: t('ownerIsTown', { town: first.name ?? '', share: Math.round((100 * first.rows) / rows) }), key: 'check-town', onClick: () => suggest.say('owner', code) }));
}

/**
 * @param {string} key @param {{value: string, text: string}[]} options @param {string} chosen @param {(value: string) => void} onChoose
 */
function choice(key, options, chosen, onChoose) {
  const select = h('select', { 'data-key': key, onChange: () => onChoose(select.value) }, options.map(one => h('option', { value: one.value }, one.text)));
  select.value = chosen;
  return select;
}

/** @param {App} app @param {import('../core/types.js').Report} report */
function counts({ t }, report) {
  return h('div', null,
    h('h3', null, t('previewCounts', { read: grouped(report.read) })),
    h('dl', { class: 'figures four', 'data-testid': 'preview-counts' }, ROW_STATES.map(state => h('div', { class: 'figure' },
      h('dt', null, h('span', { class: 'state-mark', style: { background: STATE_COLOURS[state] }, 'aria-hidden': 'true' }), t(`rows${state[0].toUpperCase()}${state.slice(1)}`)),
      h('dd', null, h('data', { value: String(report[state]), 'data-figure': state }, h('b', null, grouped(report[state]))))))));
}

/** @param {App} app @param {State} state @param {Checking} checking */
function columns(app, state, checking) {
  const { t } = app;
  const reply = /** @type {import('../core/types.js').Suggested} */ (checking.reply);
  return h('div', null, h('h3', null, t('columnsOf')),
    h('table', { class: 'rows check-columns' },
      h('thead', null, h('tr', null, ['colColumn', 'colUse', 'colSure'].map(key => h('th', { scope: 'col' }, t(key))))),
      h('tbody', null, reply.suggestion.columns.map(column => columnRow(app, state, checking, column)))));
}

/** @param {App} app @param {State} state @param {Checking} checking @param {import('../core/types.js').ColumnSuggestion} column */
function columnRow({ t, suggest }, { lang, profileFields }, { profile }, column) {
  if (!profile) return null;
  const fields = profileFields?.find(kind => kind.kind === profile.kind)?.fields ?? [];
  const used = useOf(profile, column.name);
  const options = [{ value: '', text: t('useAttribute') }, ...fields.map(one => ({ value: one.field, text: one[lang] })),
    ...(profile.kind === 'assets' ? ROLES.map(role => ({ value: firmUse(role), text: t('useFirm', { role: t(`role_${role}`) }) })) : [])];
  const select = choice(`use-${column.name}`, options, used, value => suggest.use(column.name, value));
  select.setAttribute('aria-label', t('useOfColumn', { column: column.name }));
  const proposed = column.field ?? (column.role ? firmUse(column.role) : '');
  return h('tr', { class: used ? '' : 'unused' },
    h('th', { scope: 'row' }, h('span', { class: 'strong' }, column.name), h('br'), h('span', { class: 'sub' }, column.examples.join('／') || t('noValues'))),
    h('td', null, select),
    h('td', null, used === proposed ? h('span', { class: 'strong' }, column.word[lang]) : h('span', { class: 'strong' }, t('chosenByYou')),
      used === proposed ? h('span', { class: 'sub' }, h('br'), column.reasons.map(reason => reason[lang]).join('、')) : null));
}

/** @param {App} app @param {import('../core/types.js').Suggested} reply */
function problems({ t, sentence }, reply) {
  const rows = (reply.preview?.problems ?? []).slice(0, 8);
  if (!rows.length) return null;
  return h('div', null, h('h3', null, t('firstProblems')),
    h('ol', { class: 'row-list', 'data-testid': 'problems', tabindex: 0, 'aria-label': t('firstProblems') }, rows.map(row => h('li', { class: row.state },
      h('p', null, h('span', { class: 'strong' }, `${t(`rows${row.state[0].toUpperCase()}${row.state.slice(1)}`)}　${row.place}`)),
      h('p', null, sentence(row.reason), row.detail ? `　${sentence(row.detail)}` : ''),
      h('code', null, row.raw)))));
}

/** @param {App} app @param {State} state @param {import('../core/types.js').Suggested} reply */
function samples({ t }, { lang, profileFields }, reply) {
  const rows = (reply.preview?.rows ?? []).slice(0, 5);
  if (!rows.length) return null;
  const fields = profileFields?.find(kind => kind.kind === reply.profile.kind)?.fields ?? [];
  const name = (/** @type {string} */ key) => fields.find(one => one.field === key)?.[lang] ?? t(key);
  const show = (/** @type {string} */ key, /** @type {any} */ value) => (key === 'sector' ? SECTORS.find(one => one.key === value)?.[lang] ?? value : typeof value === 'number' && !/year/i.test(key) ? grouped(value) : value);
  return h('details', null, h('summary', null, t('sampleRows')),
    rows.map(row => h('dl', { class: 'pairs' }, Object.entries(row.values).map(([key, value]) => h('div', null, h('dt', null, name(key)), h('dd', null, String(show(key, value))))))));
}

/** @param {App} app @param {Checking} checking @param {HTMLInputElement} title */
function foot({ t, suggest }, checking, title) {
  const { reply, busy } = checking;
  const taken = reply?.preview ? reply.preview.report.stored + reply.preview.report.repaired : 0;
  const reason = busy || !reply ? t('previewing') : reply.refused ? t('whyRefused') : taken === 0 ? t('whyNothing') : '';
  return h('div', { class: 'foot check-foot' },
    busy && reply ? loading(t('previewing')) : null,
    h('div', { class: 'row' },
      button({ label: t('importThus'), kind: 'primary', icon: 'imports', key: 'check-import', reason, onClick: () => void suggest.importNow(title.value) }),
      button({ label: t('quitCheck'), key: 'check-quit', onClick: () => suggest.quit() })),
    reason && !busy ? h('p', { class: 'hint' }, reason) : null);
}

/** The line over the map while rows are shown that are not stored. @param {App} app @param {import('./screen.js').Watch} watch */
export function unsavedBanner(app, watch) {
  const line = h('p', { class: 'badge unsaved', role: 'status' });
  watch(['checking'], ({ checking }) => {
    line.hidden = !checking?.reply?.preview;
    fill(line, line.hidden ? null : app.t('notStoredYet'));
  });
  return line;
}
