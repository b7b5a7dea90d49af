// @ts-check
/** One group: why it is proposed, what speaks against it, how sure it is, what it holds; and taking it as a zone. */
import { grouped, lengthText, percentText, yenText } from '../core/numbers.js';
import { h, s } from './dom.js';
import { chip, scoreText } from './groupsPanel.js';
import { groupPlan } from './groupPlan.js';
import { holdingView } from './holdingView.js';
import { button, faultLine, notice } from './parts.js';

/** Rungs of the evidence ladder, strongest first. */
const RUNGS = /** @type {const} */ (['asset', 'title', 'area', 'townSectorKind', 'none']);

/** @param {import('../operations/app.js').App} app @param {import('../core/types.js').Group} group */
export function groupDetail(app, group) {
  const { t, store } = app;
  const state = store.get();
  const why = state.saving ? 'saving' : app.groups.whyNotAccept(state, group);
  return [
    button({ label: t('back'), icon: 'back', kind: 'plain', key: 'back', onClick: () => back(app, group.number) }),
    h('div', { class: 'group-head' }, chip(group.number), h('h2', { tabindex: -1, 'data-key': 'group-title' }, t('group', { number: group.number })),
      h('span', { class: 'score' }, h('small', null, t('score')), scoreText(group.score))),
    h('div', { class: 'row' }, button({ label: t('acceptGroup'), kind: 'primary', icon: 'check', key: 'accept', reason: why && t(why), onClick: () => void app.groups.accept(group) })),
    why && why !== 'saving' ? h('p', { class: 'hint' }, t(why)) : null,
    state.editError ? faultLine(state.editError.text) : null,
    h('section', { 'data-testid': 'reasons' }, h('h3', null, t('why')), h('ul', { class: 'reasons' }, group.reasons.map(reason => h('li', null, reason[state.lang])))),
    group.objection ? notice('warn', h('p', { class: 'strong' }, t('objection')), h('p', null, group.objection[state.lang])) : null,
    facts(app, group),
    group.plan ? groupPlan(app, group.plan) : null,
    evidence(app, group.evidence),
    firms(app, group),
    holdingView(app, group.holding, t('groupHolds')),
  ];
}

/** Back to the list, at the row one came from. @param {import('../operations/app.js').App} app @param {number} number */
function back(app, number) {
  app.groups.choose(null);
  /** @type {HTMLElement|null} */ (document.querySelector(`[data-key="group-${number}"]`))?.focus();
}

/** @param {import('../operations/app.js').App} app @param {import('../core/types.js').Group} group */
function facts({ t, store }, group) {
  const { lang } = store.get();
  /** @type {[string, string][]} */
  const lines = [
    [t('extent'), lengthText(group.extentM)],
    [t('crossBorder'), percentText(group.crossBorder)],
    [t('termsTogether'), percentText(group.termsTogether)],
    [t('compactness'), grouped(group.compactness, 2)],
    ...measured(t, lang, group),
  ];
  return h('section', null, h('h3', null, t('facts')), h('dl', { class: 'pairs' }, lines.map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value)))));
}

/**
 * Yen a year, condition, patrol and firms; what was not measured when the run was made is left out.
 * @param {import('../operations/app.js').App['t']} t @param {import('../core/types.js').Language} lang @param {import('../core/types.js').Group} group
 * @returns {[string, string][]}
 */
function measured(t, lang, { holding, condition, travel, localFirms }) {
  /** @type {[string, string][]} */
  const lines = [];
  if (holding.yenPerYear) lines.push([t('yenYear'), yenText(holding.yenPerYear, lang)]);
  if (condition) lines.push([t('earlyAction'), condition.known > 0 ? t('earlyActionText', { share: percentText(condition.earlyAction), known: percentText(condition.known) }) : t('conditionUnknown')]);
  if (travel) lines.push([t('patrol'), patrolText(t, travel)]);
  if (localFirms) {
    lines.push([t('localFirms'), t('localFirmsText', { firms: localFirms.firms })]);
    lines.push([t('hhi'), localFirms.hhi === null ? t('hhiUnknown') : grouped(localFirms.hhi, 2)]);
  }
  return lines;
}

/** Together against apart by side, or by sector where that saves more. @param {import('../operations/app.js').App['t']} t @param {NonNullable<import('../core/types.js').Group['travel']>} travel */
function patrolText(t, travel) {
  const sectors = travel.savedBySector > travel.savedBySide;
  const [apart, saved] = sectors ? [travel.bySectorM, travel.savedBySector] : [travel.bySideM, travel.savedBySide];
  const values = { together: lengthText(travel.togetherM), apart: lengthText(apart), by: t(sectors ? 'bySectorPatrol' : 'bySidePatrol') };
  if (Math.abs(saved) < 0.005) return t('patrolSame', values);
  return t(saved > 0 ? 'patrolLess' : 'patrolMore', { ...values, share: percentText(Math.abs(saved)) });
}

/** @param {import('../operations/app.js').App} app @param {import('../core/types.js').Group['evidence']} shares */
function evidence({ t }, shares) {
  let from = 0;
  const parts = RUNGS.filter(rung => shares[rung] > 0).map(rung => {
    const part = { rung, from, share: shares[rung] };
    from += part.share;
    return part;
  });
  return h('section', { class: 'evidence' },
    h('h3', null, t('evidence')),
    h('p', null, t('evidenceText', { coverage: percentText(shares.coverage) })),
    s('svg', { viewBox: '0 0 100 6', width: '100%', height: 14, preserveAspectRatio: 'none', 'aria-hidden': 'true', focusable: 'false' },
      parts.map(part => s('rect', { class: `rung-${part.rung}`, x: part.from * 100, y: 0, width: part.share * 100, height: 6 }))),
    h('ul', { class: 'evidence-list' }, parts.map(part => h('li', null, h('span', { class: `swatch rung-${part.rung}`, 'aria-hidden': 'true' }), `${t(`evidence_${part.rung}`)}　${percentText(part.share)}`))));
}

/** @param {import('../operations/app.js').App} app @param {import('../core/types.js').Group} group */
function firms({ t, store }, group) {
  const { lang } = store.get();
  if (!group.sharedFirms.length) return h('section', null, h('h3', null, t('sharedFirms')), h('p', { class: 'empty' }, t('noSharedFirms')));
  return h('section', null, h('h3', null, t('sharedFirms')),
    h('table', { class: 'rows' },
      h('thead', null, h('tr', null, h('th', { scope: 'col' }, t('contractors')), h('th', { scope: 'col', class: 'number' }, t('colAssets')), h('th', { scope: 'col', class: 'number' }, t('firmTowns')))),
      h('tbody', null, group.sharedFirms.slice(0, 10).map(firm => h('tr', null,
        h('th', { scope: 'row' }, firm.named ? firm.name : `${firm.name}${t('inferred')}`),
        h('td', { class: 'number' }, grouped(firm.assets)),
        h('td', { class: 'number' }, Array.isArray(firm.municipalities) ? firm.municipalities.join(lang === 'ja' ? '・' : ', ') : String(firm.municipalities)))))));
}
