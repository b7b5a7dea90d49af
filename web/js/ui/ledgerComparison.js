// @ts-check
/** 台帳の更新: what a newer file adds, changes and no longer has, before anything is stored. */
import { grouped, lengthText } from '../core/numbers.js';
import { fill, h } from './dom.js';
import { button, notice } from './parts.js';
import { hasWords } from './words.js';

const KINDS = /** @type {const} */ (['changed', 'removed', 'added']);
/** Differences shown of each kind; the server lists up to 500. */
const SHOWN = 100;

/** @param {import('../operations/app.js').App} app @param {import('./screen.js').Watch} watch */
export function ledgerComparison(app, watch) {
  const place = h('div', { 'aria-live': 'polite', 'data-testid': 'comparison' });
  watch(['comparison', 'tab'], state => {
    const found = state.comparison?.comparison;
    fill(place, found && state.comparison ? ofComparison(app, state.comparison, found) : null);
    showOnMap(app, state.tab === 'import' ? found ?? null : null);
    if (found) requestAnimationFrame(() => place.scrollIntoView({ block: 'start' }));
  });
  return place;
}

let shown = false;

/** Marks what changes or goes on the map. @param {import('../operations/app.js').App} app @param {import('../core/types.js').Comparison|null} found */
function showOnMap(app, found) {
  if (!found && !shown) return;
  shown = Boolean(found);
  const marks = (found?.differences ?? []).filter(one => one.kind !== 'added').slice(0, SHOWN).map(one => {
    const [x, y] = (one.after ?? one.before)?.coordinates ?? [];
    return x === undefined ? null : { label: one.kind === 'removed' ? '−' : '±', bbox: [x, y, x, y] };
  });
  app.map.marks.show(/** @type {any} */ (marks.filter(Boolean)));
}

/** @param {import('../operations/app.js').App} app @param {import('../core/types.js').Report} report @param {import('../core/types.js').Comparison} found */
function ofComparison(app, report, found) {
  const { t, store } = app;
  return h('section', { class: 'comparison' },
    h('h3', null, t('compareTitle')),
    h('p', null, t('compareText', { ledger: found.ledger, stored: app.count(found.stored), file: report.file })),
    h('table', { class: 'rows counts' },
      h('thead', null, h('tr', null, ['diff_added', 'diff_changed', 'diff_removed', 'diff_unchanged', 'rowsQuarantined'].map(key => h('th', { scope: 'col', class: 'number' }, t(key))))),
      h('tbody', null, h('tr', null, [['added', found.added], ['changed', found.changed], ['removed', found.removed], ['unchanged', found.unchanged], ['waiting', report.quarantined]]
        .map(([key, value]) => h('td', { class: 'number' }, h('data', { value: String(value), 'data-figure': `diff-${key}` }, grouped(Number(value)))))))),
    found.removed ? notice(found.removeMissing ? 'warn' : 'info', t(found.removeMissing ? 'willRemove' : 'willKeep', { count: app.count(found.removed) })) : null,
    report.notes.length ? h('ul', { class: 'plain-list' }, report.notes.map(note => h('li', null, note[store.get().lang]))) : null,
    KINDS.map(kind => listOf(app, kind, found)),
    h('div', { class: 'row' },
      button({ label: t('applyUpdate'), kind: 'primary', icon: 'check', key: 'apply-update', onClick: () => void app.reports.applyUpdate() }),
      button({ label: t('cancel'), key: 'drop-comparison', onClick: () => app.reports.dropComparison() })));
}

/** @param {import('../operations/app.js').App} app @param {typeof KINDS[number]} kind @param {import('../core/types.js').Comparison} found */
export function listOf(app, kind, found) {
  const { t } = app;
  const all = found.differences.filter(one => one.kind === kind);
  if (!all.length) return null;
  return h('details', { class: 'quarantine', open: kind !== 'added' },
    h('summary', null, `${t(`diff_${kind}`)}（${app.count(found[kind])}）`),
    h('ul', { class: 'diff-list' }, all.slice(0, SHOWN).map(one => difference(app, one))),
    found[kind] > SHOWN ? h('p', { class: 'sub' }, t('others', { count: app.count(found[kind] - Math.min(SHOWN, all.length)) })) : null);
}

/** @param {import('../operations/app.js').App} app @param {import('../core/types.js').Difference} one */
function difference(app, one) {
  const { t } = app;
  const at = (one.after ?? one.before)?.coordinates;
  const word = (/** @type {string} */ field) => (field.startsWith('attribute.') ? field.slice(10) : hasWords(`field_${field}`) ? t(`field_${field}`) : field);
  const value = (/** @type {any} */ it) => (it === null || it === undefined || it === '' ? t('nothing') : String(it));
  return h('li', null,
    at ? h('button', { type: 'button', class: 'link strong', onClick: () => app.map.fit([at[0], at[1], at[0], at[1]]) }, one.name || t('noName')) : h('span', { class: 'strong' }, one.name || t('noName')),
    one.movedM !== null && one.movedM > 0 ? h('p', null, t('movedBy', { distance: lengthText(one.movedM) })) : null,
    one.fields.length ? h('dl', { class: 'pairs' }, one.fields.map(field => h('div', null, h('dt', null, word(field.field)), h('dd', null, `${value(field.before)} → ${value(field.after)}`)))) : null);
}
