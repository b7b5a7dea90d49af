// @ts-check
/** 事業者: doubtful pairs side by side, the worst first; the merges made, each with its evidence and undo. */
import { fiscalYearsText, grouped, instantText, percentText, yenText } from '../core/numbers.js';
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { button, faultLine, field, loading, notice } from './parts.js';
import { hasWords } from './words.js';

/**
 * @typedef {import('../core/types.js').FirmFacts} FirmFacts
 * @typedef {import('../core/types.js').FirmQuestion} FirmQuestion
 * @typedef {import('../core/types.js').FirmMerge} FirmMerge
 * @typedef {import('../operations/app.js').App} App
 */

/** Orderers, spellings and titles shown of one firm. */
const FEW = 4;

/** The verdicts with their keys. */
const VERDICTS = /** @type {const} */ ([['same', '1', 'primary'], ['different', '2', 'secondary'], ['later', '3', 'plain']]);

/** @param {App} app @param {import('./screen.js').Watch} watch */
export function firmsPanel(app, watch) {
  const { t, store } = app;
  const last = h('div', { 'aria-live': 'polite' });
  const review = h('div', { 'data-testid': 'firm-review' });
  const rest = h('div');
  const merges = h('div');
  watch(['area', 'tab'], state => { if (state.area && state.tab === 'firms') void app.firms.load(); });
  watch(['firmLast', 'firmBusy', 'firmError'], state => fill(last, lastPart(app, state)));
  watch(['area', 'firmQuestions', 'firmQuestion', 'firmBusy'], state => fill(review, reviewPart(app, state)));
  watch(['firmQuestions', 'firmQuestion'], state => fill(rest, restPart(app, state)));
  watch(['area', 'firmMerges'], state => fill(merges, mergesPart(app, state)));
  const body = h('div', { class: 'panel-body' }, h('h2', null, t('tabFirms')), h('p', { class: 'lead' }, t('firmsLead')), last, review, rest, searchField(app), merges);
  body.addEventListener('keydown', event => {
    const pressed = VERDICTS.find(([, key]) => key === event.key);
    const typing = event.target instanceof HTMLInputElement;
    if (!pressed || typing || event.ctrlKey || event.metaKey || event.altKey || !store.get().firmQuestion) return;
    event.preventDefault();
    void app.firms.decide(pressed[0]);
  });
  return body;
}

/** @param {App} app @param {import('../operations/state.js').State} state */
function lastPart(app, { firmLast, firmBusy, firmError }) {
  return [
    firmError ? faultLine(firmError) : null,
    firmBusy ? loading(app.t('firmBusy')) : null,
    firmLast && !firmBusy ? notice('done', h('p', null, firmLast.text),
      button({ label: app.t('undo'), icon: 'undo', key: 'firm-undo', onClick: () => void app.firms.takeBack() })) : null,
  ];
}

/** @param {App} app @param {import('../operations/state.js').State} state */
function reviewPart(app, { area, firmQuestions, firmQuestion, firmBusy }) {
  const { t } = app;
  if (!area) return h('p', { class: 'empty' }, t('dropNoArea'));
  if (!firmQuestions) return loading(t('loading'));
  if (!firmQuestions.total) return h('p', { class: 'empty' }, t('noFirmQuestions'));
  if (!firmQuestion) return null;
  return h('section', { 'aria-labelledby': 'firm-question' },
    h('h3', { id: 'firm-question', tabindex: -1 }, t('firmQuestion')),
    h('p', { class: 'hint' }, t('firmQuestionHint', { count: app.count(firmQuestions.total), percent: percentText(firmQuestion.probability), yen: yenText(firmQuestion.yenAtStake, app.store.get().lang) })),
    firmQuestion.later ? h('p', { class: 'hint' }, t('firmPutOff')) : null,
    pairTable(app, firmQuestion),
    evidenceList(app, firmQuestion.evidence),
    h('div', { class: 'verdicts', role: 'group', 'aria-label': t('firmQuestion') },
      VERDICTS.map(([verdict, key, kind]) => button({
        label: t(`firm_${verdict}`), kind, key: `firm-${verdict}`, name: t('firmVerdictKey', { verdict: t(`firm_${verdict}`), key }),
        reason: firmBusy ? t('firmBusy') : '', onClick: () => void app.firms.decide(verdict),
      }))),
    h('p', { class: 'hint' }, t('firmKeys')));
}

/** Both firms' facts, line by line. @param {App} app @param {FirmQuestion} question */
function pairTable(app, { one, other }) {
  const { t } = app;
  const { lang } = app.store.get();
  const years = (/** @type {FirmFacts} */ { orderers }) => {
    const known = orderers.flatMap(orderer => [orderer.firstYear, orderer.lastYear]).filter(year => year > 0);
    return known.length ? fiscalYearsText([Math.min(...known), Math.max(...known)], lang) : '–';
  };
  const kinds = (/** @type {FirmFacts} */ { orderers }) => [...new Set(orderers.flatMap(orderer => orderer.workKinds))];
  /** @type {[string, (firm: FirmFacts) => import('./dom.js').Children][]} */
  const lines = [
    ['corporateNumber', firm => firm.corporateNumber ?? '–'],
    ['spellings', firm => few(app, firm.spellings, text => text)],
    ['firmOrders', firm => firm.orders || firm.assets ? [firm.orders ? h('div', null, `${app.count(firm.orders)}　${yenText(firm.yen, lang)}`) : null, firm.assets ? h('div', null, t('firmAssets', { count: app.count(firm.assets) })) : null] : '–'],
    ['orderer', firm => few(app, firm.orderers, orderer => [h('span', null, [orderer.name, orderer.department].filter(Boolean).join(' ')), h('small', null, `${app.count(orderer.orders)}　${yenText(orderer.yen, lang)}`)])],
    ['firmPeriod', years],
    ['firmTrades', firm => firm.trades || kinds(firm).map(kind => (hasWords(`work_${kind}`) ? t(`work_${kind}`) : kind)).join('・') || '–'],
    ['firmTitles', firm => few(app, firm.orderers.flatMap(orderer => orderer.titles), text => text)],
    ['address', firm => firm.address || '–'],
  ];
  return h('table', { class: 'rows pair-table' },
    h('thead', null, h('tr', null, h('td', null), [one, other].map(firm => h('th', { scope: 'col', class: 'strong' }, firm.name)))),
    h('tbody', null, lines.map(([key, show]) => h('tr', null, h('th', { scope: 'row' }, t(key)), [one, other].map(firm => h('td', null, show(firm)))))));
}

/**
 * The first of a list, and how many more.
 * @template T
 * @param {App} app @param {T[]} items @param {(item: T) => import('./dom.js').Children} show
 */
function few({ t }, items, show) {
  if (!items.length) return '–';
  return h('ul', { class: 'few' }, items.slice(0, FEW).map(item => h('li', null, show(item))), items.length > FEW ? h('li', { class: 'sub' }, t('others', { count: items.length - FEW })) : null);
}

/** @param {App} app @param {import('../core/types.js').FirmEvidence[]} evidence */
function evidenceList({ t, store }, evidence) {
  return h('ul', { class: 'speaks', 'aria-label': t('firmEvidence') }, evidence.map(one => h('li', { class: one.for ? 'for' : 'against' },
    icon(one.for ? 'check' : 'warn', 20), h('span', { class: 'unseen' }, t(one.for ? 'firmFor' : 'firmAgainst')), h('span', null, one[store.get().lang]))));
}

/** The other doubtful pairs. @param {App} app @param {import('../operations/state.js').State} state */
function restPart(app, { firmQuestions, firmQuestion, lang }) {
  const others = (firmQuestions?.items ?? []).filter(one => one !== firmQuestion);
  if (!others.length) return null;
  return h('section', null, h('h3', null, app.t('firmMore')),
    h('ol', { class: 'group-list' }, others.map(one => h('li', null, h('button', {
      type: 'button', class: 'group-row firm-row', 'data-key': `firm-${one.one.number}-${one.other.number}`, onClick: () => app.firms.choose(one),
    }, h('span', { class: 'group-text' }, h('span', { class: 'strong' }, one.one.name), h('span', null, one.other.name)),
    h('span', { class: 'amount' }, yenText(one.yenAtStake, lang)), icon('next', 20))))));
}

/** @param {App} app */
function searchField(app) {
  const input = h('input', { type: 'search', maxlength: 100, autocomplete: 'off', value: app.store.get().firmText, 'data-key': 'firm-search' });
  input.addEventListener('change', () => void app.firms.search(input.value.trim()));
  return h('section', null, h('h3', null, app.t('firmMerges')), field({ label: app.t('firmSearch'), control: input }));
}

/** @param {App} app @param {import('../operations/state.js').State} state */
function mergesPart(app, { area, firmMerges, firmText }) {
  const { t } = app;
  if (!area || !firmMerges) return null;
  if (!firmMerges.total) return h('p', { class: 'empty' }, t(firmText ? 'noFirmFound' : 'noFirmMerges'));
  return [
    h('p', { class: 'hint' }, t('firmMergesHint', { count: app.count(firmMerges.total) })),
    h('ul', { class: 'merge-list', 'data-testid': 'firm-merges' }, firmMerges.items.map(merge => mergeItem(app, merge))),
    firmMerges.total > firmMerges.items.length ? h('p', { class: 'hint' }, t('firmMergesMore', { count: grouped(firmMerges.items.length) })) : null,
  ];
}

/** @param {App} app @param {FirmMerge} merge */
function mergeItem(app, merge) {
  const { t } = app;
  const { lang } = app.store.get();
  return h('li', null, h('details', { class: 'report' },
    h('summary', null, h('span', { class: 'strong' }, merge.name), h('span', { class: 'sub' }, t('firmInto', { kept: merge.keptName, place: merge.orderer || '–' }))),
    h('p', { class: 'sub' }, merge.decidedBy === 'person' ? t('firmByPerson', { date: instantText(merge.madeAt, lang) }) : t('firmByEngine', { percent: percentText(merge.probability) }),
      merge.orders ? `　${app.count(merge.orders)}　${yenText(merge.yen, lang)}` : ''),
    evidenceList(app, merge.evidence),
    button({ label: t('firmUndo'), icon: 'undo', key: `merge-${merge.id}`, name: t('firmUndoOf', { name: merge.name }), onClick: () => void app.firms.undo(merge) })));
}
