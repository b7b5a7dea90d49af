// @ts-check
/** The table of orders by orderer, department, sector and work kind; its heads sort, its rows open. */
import { grouped, percentText, yenColumn } from '../core/numbers.js';
import { rowKey, sorted } from '../core/orders.js';
import { sectorName } from '../core/sectors.js';
import { h } from './dom.js';
import { sectorSymbol } from './icons.js';

/** Rows shown before 「すべて表示」. */
const FIRST_ROWS = 40;

/** Data version of the table whose rows are all shown. */
let allOf = -1;

/** @typedef {import('../core/orders.js').OrderColumn} OrderColumn */

/** @type {{column: OrderColumn, words: string, number?: boolean}[]} */
const COLUMNS = [
  { column: 'orderer', words: 'colOrderer' },
  { column: 'sector', words: 'colWork' },
  { column: 'contracts', words: 'colOrders', number: true },
  { column: 'yen', words: 'colYen', number: true },
  { column: 'failedShare', words: 'colFailed', number: true },
  { column: 'bidders', words: 'colBidders', number: true },
  { column: 'firms', words: 'colFirms' },
];

/** @param {import('../operations/app.js').App} app @param {import('../operations/state.js').State} state @param {import('../core/orders.js').OrderTable} table */
export function orderTable(app, state, table) {
  const { t } = app;
  const { lang } = state;
  const rows = sorted(table.rows, state.orders.sort);
  const all = allOf === table.dataVersion;
  const money = yenColumn(Math.max(0, ...rows.map(row => row.yen)), lang);
  return h('div', null,
    h('table', { class: 'rows orders-table' },
      h('caption', { class: 'visually-hidden' }, t('ordersTable')),
      h('thead', null, h('tr', null, COLUMNS.map(one => head(app, state, one, money.unit)))),
      h('tbody', null,
        (all ? rows : rows.slice(0, FIRST_ROWS)).map(row => line(app, state, row, money.text)),
        total(app, table, money.text))),
    !all && rows.length > FIRST_ROWS
      ? h('button', { type: 'button', class: 'link', 'data-key': 'all-orders', onClick: () => { allOf = table.dataVersion; app.store.set({ orders: { ...app.store.get().orders } }); } },
        t('showAll', { count: grouped(rows.length) }))
      : null,
    h('p', { class: 'hint' }, t('failedHint')));
}

/** @param {import('../operations/app.js').App} app @param {import('../operations/state.js').State} state @param {typeof COLUMNS[number]} one @param {string} unit */
function head({ t, orders }, state, { column, words, number }, unit) {
  const { sort } = state.orders;
  const chosen = sort.column === column;
  return h('th', { scope: 'col', class: number ? 'number' : null, 'aria-sort': chosen ? (sort.down ? 'descending' : 'ascending') : 'none' },
    h('button', { type: 'button', class: 'sort', 'data-key': `sort-${column}`, onClick: () => orders.sort(column) },
      t(words), column === 'yen' ? h('small', null, `（${unit}）`) : null, h('span', { 'aria-hidden': 'true' }, chosen ? (sort.down ? ' ▼' : ' ▲') : ' ↕')));
}

/** @param {import('../operations/app.js').App} app @param {import('../operations/state.js').State} state @param {import('../core/orders.js').OrderRow} row @param {(yen: number) => string} money */
function line(app, { lang }, row, money) {
  const { t } = app;
  const name = lang === 'en' && row.ordererNameEn ? row.ordererNameEn : row.ordererName;
  const work = workName(app, lang, row);
  return h('tr', { 'data-row': rowKey(row) },
    h('th', { scope: 'row' }, name, h('small', { class: 'sub' }, row.department ?? t('noDepartment'))),
    h('td', null, h('button', { type: 'button', class: 'link', 'data-key': `row-${rowKey(row)}`, 'aria-label': `${name} ${row.department ?? ''} ${work}`, onClick: () => void app.orders.openRow(row) },
      row.sector ? sectorSymbol(row.sector) : null, work)),
    h('td', { class: 'number' }, grouped(row.contracts)),
    h('td', { class: 'number' }, h('data', { value: String(row.yen) }, money(row.yen))),
    h('td', { class: 'number' }, failed(row)),
    h('td', { class: 'number' }, row.bidders === null ? '–' : grouped(row.bidders, 1)),
    h('td', null, firms(app, row)));
}

/** @param {import('../operations/app.js').App} app @param {import('../core/types.js').Language} lang @param {{sector: string|null, workKind: string|null}} row */
export function workName({ t }, lang, row) {
  return `${row.sector ? sectorName(row.sector, lang) : t('sectorNone')}・${row.workKind ? t(`work_${row.workKind}`) : t('workNone')}`;
}

/** @param {{failedShare: number|null, failed: number, known: number}} row */
function failed(row) {
  return row.failedShare === null ? '–' : [percentText(row.failedShare), h('small', { class: 'sub' }, `${grouped(row.failed)} / ${grouped(row.known)}`)];
}

/** @param {import('../operations/app.js').App} app @param {import('../core/orders.js').OrderRow} row */
function firms({ t }, row) {
  if (!row.best.length) return '–';
  const [first] = row.best;
  return [first.name, row.yen > 0 ? ` ${percentText(first.yen / row.yen)}` : '',
    row.firms > 1 ? h('small', { class: 'sub' }, t('moreFirms', { count: grouped(row.firms - 1) })) : null];
}

/** @param {import('../operations/app.js').App} app @param {import('../core/orders.js').OrderTable} table @param {(yen: number) => string} money */
function total({ t }, { total: sum }, money) {
  return h('tr', { class: 'total', 'data-row': 'total' },
    h('th', { scope: 'row' }, t('total')), h('td', null),
    h('td', { class: 'number' }, h('data', { value: String(sum.contracts), 'data-figure': 'contracts' }, grouped(sum.contracts))),
    h('td', { class: 'number' }, h('data', { value: String(sum.yen), 'data-figure': 'yen' }, money(sum.yen))),
    h('td', { class: 'number' }, failed(sum)),
    h('td', { class: 'number' }, sum.bidders === null ? '–' : grouped(sum.bidders, 1)),
    h('td', null, t('firmsInAll', { count: grouped(sum.firms) })));
}
