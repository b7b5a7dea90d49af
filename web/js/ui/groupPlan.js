// @ts-check
/** How a group could be put out: its turn, who acts for whom, roles by task, suppliers, sub-zones. */
import { grouped, percentText } from '../core/numbers.js';
import { h } from './dom.js';

/** @typedef {import('../core/types.js').GroupPlan} GroupPlan */

/** Rows shown of each table. */
const SHOWN = 12;

/** @param {import('../operations/app.js').App} app @param {GroupPlan} plan */
export function groupPlan(app, plan) {
  const { t } = app;
  return h('section', { 'data-testid': 'plan' }, h('h3', null, t('planTitle')),
    h('dl', { class: 'pairs' }, lines(app, plan).map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value)))),
    plan.tasks.length ? table([t('planTasks'), t('colAssets'), t('planMain')], plan.tasks.map(task => [t(`work_${task.kind}`), grouped(task.assets), task.name])) : null,
    plan.subZones.length ? table([t('planSubZones'), t('colAssets'), t('planOwn')], plan.subZones.map(zone => [zone.name, grouped(zone.assets), grouped(zone.own)]))
      : h('p', { class: 'hint' }, t('planSubZonesNone')));
}

/** @param {import('../operations/app.js').App} app @param {GroupPlan} plan @returns {[string, string][]} */
function lines(app, { phase, lead, field, management, inBoth, supply }) {
  const { t, store } = app;
  const { lang } = store.get();
  const side = (/** @type {import('../core/types.js').TaskSide} */ { assets, firms, local }) => (assets ? t('planSideText', { firms, local, assets: app.count(assets) }) : t('planSideNone'));
  /** @type {[string, string][]} */
  const told = [];
  if (phase) told.push([t('planPhase'), t('planPhaseText', { phase })]);
  if (lead) told.push([t('planLead'), t('planLeadText', { name: (lang === 'en' && lead.nameEn) || lead.name, assets: app.count(lead.assets), others: app.count(lead.forOthers), owners: lead.owners })]);
  told.push([t('planField'), side(field)], [t('planManagement'), side(management)]);
  if (field.firms && management.firms) told.push([t('planInBoth'), t('planFirms', { firms: inBoth })]);
  told.push([t('planSupply'), t('planSupplyText', { able: supply.able, behind: supply.behind, share: percentText(supply.share) })]);
  return told;
}

/** The first column names the row; numbers stand right. @param {string[]} heads @param {string[][]} rows */
function table(heads, rows) {
  return h('table', { class: 'rows' },
    h('thead', null, h('tr', null, heads.map(head => h('th', { scope: 'col' }, head)))),
    h('tbody', null, rows.slice(0, SHOWN).map(([first, ...rest]) => h('tr', null, h('th', { scope: 'row' }, first), rest.map(cell => h('td', { class: /^[0-9,]+$/.test(cell) ? 'number' : null }, cell))))));
}
