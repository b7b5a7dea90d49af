// @ts-check
/** 発注: who works where, for how much, how often tenders failed; and how far orders are linked to assets. */
import { orderCsv } from '../api/orders.js';
import { fiscalYearsText, grouped } from '../core/numbers.js';
import { SECTORS } from '../core/sectors.js';
import { fill, h } from './dom.js';
import { linksView } from './linksView.js';
import { orderRowView } from './orderRow.js';
import { orderTable } from './orderTable.js';
import { faultLine, field, loading, notice, tabList } from './parts.js';

/** @typedef {import('../operations/state.js').State} State */

/** @param {import('../operations/app.js').App} app @param {import('./screen.js').Watch} watch */
export function ordersPanel(app, watch) {
  const { t } = app;
  const tabs = h('div');
  const body = h('div', { role: 'tabpanel', id: 'orders-panel', class: 'orders' });
  watch(['orders', 'area'], state => {
    const { part } = state.orders;
    fill(tabs, tabList({
      label: t('tabOrders'), id: 'orders', chosen: part,
      tabs: [{ key: 'table', label: t('ordersTable') }, { key: 'links', label: t('ordersLinks') }],
      onChoose: key => {
        app.orders.show(/** @type {'table'|'links'} */ (key));
        /** @type {HTMLElement|null} */ (tabs.querySelector(`#orders-tab-${key}`))?.focus();
      },
    }));
    body.setAttribute('aria-labelledby', `orders-tab-${part}`);
    fill(body, part === 'table' ? tablePart(app, state) : linksView(app, state));
  });
  return h('div', { class: 'panel-body' }, h('h2', null, t('tabOrders')), h('p', { class: 'lead' }, t('ordersLead')), tabs, body);
}

/** @param {import('../operations/app.js').App} app @param {State} state */
function tablePart(app, state) {
  const { t } = app;
  const { table, error, row, busy, filter } = state.orders;
  if (!state.area) return loading(t('loading'));
  if (!state.area.counts.contracts) return notice('info', h('p', null, t('noOrders')));
  if (row) return orderRowView(app, state, row);
  return [
    filters(app, state),
    error ? faultLine(error.text) : null,
    !table ? (error ? null : loading(t('loading'))) : h('div', { class: `orders-result${busy ? ' stale' : ''}`, 'aria-busy': String(busy), 'data-testid': 'orders' },
      h('div', { class: 'row spread' },
        h('p', { class: 'hint' }, table.fiscalYears ? t('ordersOf', { years: fiscalYearsText(table.fiscalYears, state.lang), rows: grouped(table.rows.length) }) : ''),
        h('a', { class: 'link', href: orderCsv(state.area.code, filter), download: `orders-${state.area.code}.csv` }, t('downloadCsv'))),
      table.rows.length ? orderTable(app, state, table) : h('p', { class: 'empty' }, t('noOrdersFound'))),
  ];
}

/** @param {import('../operations/app.js').App} app @param {State} state */
function filters(app, { orders, lang }) {
  const { t } = app;
  const { choices, filter, error } = orders;
  const years = choices?.fiscalYears ?? [];
  const select = (/** @type {keyof typeof filter} */ name, /** @type {{value: string, label: string}[]} */ options) => {
    const made = h('select', { 'data-key': `orders-${name}`, name, onChange: () => app.orders.filter(name, made.value) },
      options.map(option => h('option', { value: option.value }, option.label)));
    made.value = filter[name];
    return field({ label: t(`orders_${name}`), control: made, fault: error?.parameter === name ? error.text : '' });
  };
  const all = { value: '', label: t('ordersAll') };
  const year = years.map(one => ({ value: String(one), label: fiscalYearsText([one, one], lang) }));
  return h('div', { class: 'order-filters' },
    select('from', [all, ...year]),
    select('to', [all, ...year]),
    select('orderer', [all, ...(choices?.orderers ?? []).map(one => ({ value: one.key, label: lang === 'en' && one.nameEn ? one.nameEn : one.name }))]),
    select('sector', [all, ...SECTORS.map(sector => ({ value: sector.key, label: sector[lang] })), { value: 'none', label: t('sectorNone') }]),
    select('by', [{ value: 'managing', label: t('byManaging') }, { value: 'contracting', label: t('byContracting') }]));
}
