// @ts-check
/** The report of an import: every row accounted for, where the file came from, rows to correct, undo. */
import { listCorrections, quarantinedRows, rowFaults } from '../api/imports.js';
import { bytesText, grouped, instantText } from '../core/numbers.js';
import { fill, h } from './dom.js';
import { listOf } from './ledgerComparison.js';
import { button, confirmDialog, faultLine, field, loading, nameForm, notice, openDialog } from './parts.js';

/** Quarantined rows fetched at a time. */
const PAGE = 20;

/** @param {import('../operations/app.js').App} app @param {import('../core/types.js').Report} report @param {boolean} open */
export function reportView(app, report, open) {
  const { t, store } = app;
  const { lang } = store.get();
  const known = [...store.get().ownProfiles, ...(store.get().profiles ?? [])].find(one => one.name === report.profile);
  return h('details', { class: `report${report.undoneAt ? ' undone' : ''}`, open, 'data-testid': 'report' },
    h('summary', null, h('span', { class: 'strong' }, report.file), report.undoneAt ? h('span', { class: 'tag' }, t('undoneTag')) : null,
      h('span', { class: 'sub' }, instantText(report.importedAt, lang))),
    report.undoneAt ? notice('info', t('undoneBy', { date: instantText(report.undoneAt, lang), actor: report.undoneBy ?? '' })) : null,
    h('p', { class: 'sub' }, known ? (lang === 'en' ? known.titleEn || known.title : known.title) : report.profile, '　', bytesText(report.bytes)),
    rowCounts(app, report),
    report.updates ? h('p', null, t('updateCounts', { changed: app.count(report.changed), removed: app.count(report.removed) })) : null,
    report.notes.length ? h('ul', { class: 'plain-list' }, report.notes.map(note => h('li', null, note[lang]))) : null,
    report.comparison ? listOf(app, 'changed', report.comparison) : null,
    records(app, report),
    report.quarantined > 0 && !report.undoneAt && !report.sameAs ? workList(app, report) : null,
    report.undoneAt || !report.undoable || report.sameAs ? null : h('div', { class: 'row' },
      button({ label: t('undoImport'), key: `undo-${report.id}`, onClick: () => askUndo(app, report) })));
}

/** The four states of rows, and that they add up. @param {import('../operations/app.js').App} app @param {import('../core/types.js').Report} report */
function rowCounts({ t }, report) {
  const states = /** @type {const} */ (['stored', 'repaired', 'duplicate', 'quarantined']);
  const name = (/** @type {string} */ state) => t(`rows${state[0].toUpperCase()}${state.slice(1)}`);
  return h('table', { class: 'rows counts' },
    h('thead', null, h('tr', null, h('th', { scope: 'col', class: 'number' }, t('rowsRead')), states.map(state => h('th', { scope: 'col', class: 'number' }, name(state))))),
    h('tbody', null, h('tr', null,
      h('td', { class: 'number' }, h('data', { value: String(report.read), 'data-figure': 'read' }, grouped(report.read))),
      states.map((state, at) => h('td', { class: `number ${state === 'quarantined' && report.quarantined > report.setAside ? 'bad' : ''}` },
        h('span', { class: 'sign', 'aria-hidden': 'true' }, at ? '＋' : '＝'),
        h('data', { value: String(report[state]), 'data-figure': state }, grouped(report[state])))))));
}

/** Where the file came from and how it was read. @param {import('../operations/app.js').App} app @param {import('../core/types.js').Report} report */
function records({ t }, report) {
  const row = (/** @type {string} */ name, /** @type {string|null} */ value) => (value ? h('div', null, h('dt', null, t(name)), h('dd', null, value)) : null);
  return h('details', null, h('summary', null, t('record')), h('dl', { class: 'pairs' },
    row('recordNumber', String(report.id)), row('recordLedger', report.ledger), row('optionAsOf', report.asOf), row('optionLicence', report.licence),
    row('recordProfile', `${report.profile}（${report.profileVersion}）`), row('optionEncoding', report.encoding), row('optionCrs', report.crs),
    row('recordHash', report.hash), row('recordEngine', report.engineVersion), row('recordActor', report.actor)));
}

/** @param {import('../operations/app.js').App} app @param {import('../core/types.js').Report} report */
function askUndo(app, report) {
  const { t } = app;
  confirmDialog({
    title: t('undoImportTitle', { file: report.file }),
    text: t('undoImportText', { count: app.count(report.stored + report.repaired), corrected: app.count(report.corrected) }),
    yes: t('undoImport'), no: t('cancel'), close: t('close'),
    onYes: () => void app.reports.undo(report),
  });
}

/** The rows that wait, with their values to correct; fetched when asked for. @param {import('../operations/app.js').App} app @param {import('../core/types.js').Report} report */
function workList(app, report) {
  const { t } = app;
  const [list, more, faults, history] = [h('ol', { class: 'row-list' }), h('div'), h('div'), h('div')];
  let fetched = 0;
  let aside = false;
  async function fetchMore() {
    fill(more, loading(t('loading')));
    const page = await app.attempt(() => quarantinedRows(report.id, { open: !aside }, PAGE, fetched), text => fill(more, faultLine(text)));
    if (!page) return;
    fetched += page.rows.length;
    list.append(...page.rows.map(row => rowView(app, report, row)));
    fill(more, fetched < page.total ? button({ label: t('moreRows'), key: `more-${report.id}`, onClick: () => void fetchMore() }) : null);
  }
  async function fetchAll() {
    fetched = 0;
    fill(list);
    const common = await app.attempt(() => rowFaults(report.id));
    if (common) fill(faults, faultsView(app, report, common));
    await fetchMore();
    const corrections = await app.attempt(() => listCorrections(report.id));
    if (corrections?.length) fill(history, historyView(app, corrections));
  }
  const details = h('details', { class: 'quarantine', onToggle: () => { if (details.open && !fetched) void fetchAll(); } },
    h('summary', null, t('waitingRows', { count: app.count(report.quarantined - report.setAside) })),
    faults,
    report.setAside ? button({ label: t('showSetAside', { count: app.count(report.setAside) }), key: `aside-${report.id}`, onClick: () => { aside = !aside; void fetchAll(); } }) : null,
    list, more, history);
  return details;
}

/** What is wrong how often, to be put aside or judged again at once. @param {import('../operations/app.js').App} app @param {import('../core/types.js').Report} report @param {{reason: string, rows: number}[]} common */
function faultsView(app, report, common) {
  const { t } = app;
  const failed = h('div');
  const fail = (/** @type {string} */ text) => fill(failed, faultLine(text));
  if (!common.length) return h('p', { class: 'empty' }, t('nothingWaits'));
  return h('div', { class: 'faults' },
    h('ul', { class: 'plain-list' }, common.map(one => h('li', null, h('span', null, `${app.sentence(one.reason)}　${app.count(one.rows)}`), ' ',
      button({ label: t('setAsideAll'), kind: 'plain', key: `aside-${report.id}-${one.reason}`, onClick: () => askWhy(app, why => app.reports.setAside(report, { fault: one.reason, why }, fail)) })))),
    button({ label: t('judgeAgain'), key: `again-${report.id}`, onClick: () => void app.reports.correct(report, { all: true }, fail) }), failed);
}

/** @param {import('../operations/app.js').App} app @param {import('../core/types.js').Report} report @param {import('../core/types.js').WaitingRow} row */
function rowView(app, report, row) {
  const { t } = app;
  const failed = h('div');
  const fail = (/** @type {string} */ text) => fill(failed, faultLine(text));
  const edit = h('div');
  const start = () => fill(edit, editForm(app, report, row, () => fill(edit), fail));
  return h('li', { 'data-testid': 'waiting-row' },
    h('p', null, h('span', { class: 'strong' }, t('rowAt', { row: grouped(row.rowNumber) })), row.place ? `　${row.place}` : ''),
    h('p', null, app.sentence(row.reason), row.detail ? `　${row.detail}` : ''),
    row.setAside ? h('p', { class: 'sub' }, t('setAsideWhy', { why: row.setAside })) : null,
    h('code', null, row.raw),
    h('div', { class: 'row tight' },
      row.fields ? button({ label: t('correctRow'), key: `correct-${report.id}-${row.rowNumber}`, name: t('correctRowLong', { row: row.rowNumber }), onClick: start }) : null,
      row.setAside
        ? button({ label: t('reopen'), kind: 'plain', onClick: () => void app.reports.setAside(report, { rows: [row.rowNumber], why: null }, fail) })
        : button({ label: t('setAside'), kind: 'plain', onClick: () => askWhy(app, why => app.reports.setAside(report, { rows: [row.rowNumber], why }, fail)) })),
    edit, failed);
}

/**
 * The values of a row as fields, the failing ones first with the reason beside them.
 * @param {import('../operations/app.js').App} app @param {import('../core/types.js').Report} report @param {import('../core/types.js').WaitingRow} row
 * @param {() => void} close @param {(text: string) => void} fail
 */
function editForm(app, report, row, close, fail) {
  const { t } = app;
  const fields = row.fields ?? {};
  const inputs = new Map(Object.entries(fields).map(([column, value]) => [column, h('input', { type: 'text', value: value ?? '', autocomplete: 'off', 'data-column': column })]));
  const everywhere = h('input', { type: 'checkbox' });
  const place = h('input', { type: 'text', autocomplete: 'off', placeholder: '34.86, 138.32', 'data-column': 'place' });
  const order = [...row.faulty, ...Object.keys(fields).filter(column => !row.faulty.includes(column))];
  const one = (/** @type {string} */ column) => field({
    label: column, control: /** @type {HTMLInputElement} */ (inputs.get(column)), fault: row.faulty.includes(column) ? app.sentence(row.reason) : '',
  });
  const changed = () => Object.fromEntries([...inputs].filter(([column, input]) => input.value !== (fields[column] ?? '')).map(([column, input]) => [column, input.value]));

  async function save() {
    const values = changed();
    const columns = Object.keys(values);
    const at = place.value.trim() ? place.value.split(/[,、\s]+/).map(Number) : null;
    if (at && (at.length !== 2 || at.some(Number.isNaN))) return fail(t('badPlace'));
    if (everywhere.checked && columns.length === 1 && !at) {
      await app.reports.correct(report, { replace: { column: columns[0], from: fields[columns[0]] ?? '', to: values[columns[0]] } }, fail);
    } else if (await app.reports.correct(report, { rows: [{ rowNumber: row.rowNumber, values, ...(at ? { place: [at[1], at[0]] } : {}) }] }, fail)) close();
  }

  return h('form', { class: 'correction', onSubmit: (/** @type {Event} */ event) => { event.preventDefault(); void save(); } },
    order.slice(0, Math.max(row.faulty.length, 6)).map(one),
    order.length > Math.max(row.faulty.length, 6) ? h('details', null, h('summary', null, t('otherColumns')), order.slice(Math.max(row.faulty.length, 6)).map(one)) : null,
    field({ label: t('placeOf'), control: place, hint: t('placeHint') }),
    button({ label: t('pickPlace'), icon: 'focus', onClick: () => app.reports.pickPlace(([lon, lat]) => { place.value = `${lat.toFixed(6)}, ${lon.toFixed(6)}`; place.focus(); }) }),
    h('label', { class: 'check' }, everywhere, t('everywhere')),
    h('div', { class: 'row' },
      h('button', { type: 'submit', class: 'button primary' }, t('takeIn')),
      button({ label: t('cancel'), onClick: close })));
}

/** Asks why rows need not come in. @param {import('../operations/app.js').App} app @param {(why: string) => Promise<boolean>} done */
function askWhy(app, done) {
  const { t } = app;
  openDialog(t('setAside'), shut => nameForm({
    label: t('askWhy'), value: '', submit: t('setAside'), t, onCancel: shut,
    onSubmit: why => { if (why) { shut(); void done(why); } },
  }), t('close'));
}

/** What was decided so far, each to be taken back. @param {import('../operations/app.js').App} app @param {import('../core/types.js').Correction[]} corrections */
function historyView(app, corrections) {
  const { t, store } = app;
  return h('details', null, h('summary', null, t('history')), h('ul', { class: 'plain-list' }, corrections.slice(0, 50).map(one => h('li', null,
    `${t('rowAt', { row: grouped(one.rowNumber) })}　${t(`action_${one.action}`)}　${app.sentence(one.reason)}　${one.actor}　${instantText(one.correctedAt, store.get().lang)}`,
    one.undone ? ` ${t('undoneTag')}` : '',
    one.carriedOutBy && !one.undone && one.state !== 'quarantined' ? button({ label: t('undo'), kind: 'plain', onClick: () => void app.reports.undoCorrection(/** @type {number} */ (one.carriedOutBy)) }) : null))));
}
