// @ts-check
/** One row of the order table opened: who works there, and the orders. */
import { countText, dateText, fiscalYearsText, grouped, percentText, yenColumn, yenText } from '../core/numbers.js';
import { h } from './dom.js';
import { workName } from './orderTable.js';
import { button, faultLine, loading } from './parts.js';

const FIRST_FIRMS = 20;

/** @param {import('../operations/app.js').App} app @param {import('../operations/state.js').State} state @param {import('../core/orders.js').OrderRow} row */
export function orderRowView(app, state, row) {
  const { t } = app;
  const { lang, orders } = state;
  const name = lang === 'en' && row.ordererNameEn ? row.ordererNameEn : row.ordererName;
  return h('div', { class: 'order-row', 'data-testid': 'order-row' },
    button({ label: t('back'), icon: 'back', kind: 'plain', key: 'orders-back', onClick: () => void app.orders.openRow(null) }),
    h('h3', null, `${name}　${row.department ?? t('noDepartment')}　${workName(app, lang, row)}`),
    h('p', null, t('orderSum', { contracts: countText(row.contracts, lang), yen: yenText(row.yen, lang), perYear: yenText(row.yenPerYear, lang) })),
    h('p', null, row.failedShare === null ? t('failedUnknown') : t('failedKnown', { share: percentText(row.failedShare), failed: grouped(row.failed), known: grouped(row.known) })),
    orders.error ? faultLine(orders.error.text) : null,
    orders.list ? [firmsTable(app, state, orders.list), ordersTable(app, state, orders.list)] : loading(t('loading')));
}

/** @param {import('../operations/app.js').App} app @param {import('../operations/state.js').State} state @param {import('../core/orders.js').OrderList} list */
function firmsTable({ t }, { lang }, list) {
  if (!list.firms.length) return h('p', { class: 'empty' }, t('noFirms'));
  const money = yenColumn(list.firms[0].yen, lang);
  return h('table', { class: 'rows', 'data-testid': 'order-firms' },
    h('caption', null, t('whoWorks', { count: grouped(list.firms.length) })),
    h('thead', null, h('tr', null, h('th', { scope: 'col' }, t('contractors')), h('th', { scope: 'col', class: 'number' }, t('colOrders')),
      h('th', { scope: 'col', class: 'number' }, t('colYen'), h('small', null, `（${money.unit}）`)), h('th', { scope: 'col', class: 'number' }, t('colShare')))),
    h('tbody', null, list.firms.slice(0, FIRST_FIRMS).map(firm => h('tr', null,
      h('th', { scope: 'row' }, firm.name), h('td', { class: 'number' }, grouped(firm.contracts)),
      h('td', { class: 'number' }, h('data', { value: String(firm.yen) }, money.text(firm.yen))), h('td', { class: 'number' }, firm.share === null ? '–' : percentText(firm.share))))));
}

/** @param {import('../operations/app.js').App} app @param {import('../operations/state.js').State} state @param {import('../core/orders.js').OrderList} list */
function ordersTable(app, { lang }, list) {
  const { t } = app;
  const money = yenColumn(Math.max(0, ...list.orders.map(order => order.yen)), lang);
  return [
    h('table', { class: 'rows', 'data-testid': 'order-list' },
      h('caption', null, t('ordersListed', { count: grouped(list.total) })),
      h('thead', null, h('tr', null, h('th', { scope: 'col' }, t('colTitle')), h('th', { scope: 'col' }, t('colYear')),
        h('th', { scope: 'col', class: 'number' }, t('colYen'), h('small', null, `（${money.unit}）`)), h('th', { scope: 'col' }, t('colOutcome')))),
      h('tbody', null, list.orders.map(order => h('tr', null,
        h('th', { scope: 'row' }, order.title, h('small', { class: 'sub' }, linked(app, order))),
        h('td', null, order.fiscalYear === null ? '–' : fiscalYearsText([order.fiscalYear, order.fiscalYear], lang), order.tenderDate ? h('small', { class: 'sub' }, dateText(order.tenderDate, lang)) : null),
        h('td', { class: 'number' }, order.yen ? money.text(order.yen) : '–'),
        h('td', null, order.contractor ?? t(`outcome_${order.outcome}`),
          order.contractor && order.outcome !== 'awarded' ? h('small', { class: 'sub' }, t(`outcome_${order.outcome}`)) : null,
          order.bidders === null ? null : h('small', { class: 'sub' }, t('bidders', { count: grouped(order.bidders) }))))))),
    list.total > list.orders.length ? h('p', { class: 'hint' }, t('onlyFirst', { count: grouped(list.orders.length) })) : null,
  ];
}

/** @param {import('../operations/app.js').App} app @param {import('../core/orders.js').OrderLine} order */
function linked({ t }, order) {
  return order.basis ? t('orderLinked', { count: grouped(order.assets), basis: t(`basis_${order.basis}`) }) : t('orderUnlinked');
}
