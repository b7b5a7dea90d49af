// @ts-check
/** 契約と施設: how far orders are linked, and names that a planner decides, with the map showing what may be meant. */
import { linkCsv } from '../api/orders.js';
import { grouped, instantText, percentText, yenText } from '../core/numbers.js';
import { sectorName } from '../core/sectors.js';
import { h } from './dom.js';
import { sectorSymbol } from './icons.js';
import { workName } from './orderTable.js';
import { button, faultLine, field, loading, notice } from './parts.js';

/** More orderers than this: those without a ledger wait behind 「すべて表示」. */
const FEW = 8;

let allShares = false;

/** @typedef {import('../operations/state.js').State} State @typedef {import('../operations/app.js').App} App */

/** @param {App} app @param {State} state */
export function linksView(app, state) {
  const { t } = app;
  const { shares, open, linkError } = state.orders;
  if (!state.area) return loading(t('loading'));
  if (!state.area.counts.contracts) return notice('info', h('p', null, t('noOrders')));
  return h('div', { class: 'links', 'data-testid': 'links' },
    linkError ? faultLine(linkError) : null,
    shares ? sharesTable(app, state, shares) : loading(t('loading')),
    h('h3', null, t('openTitle', { count: open ? grouped(open.total) : '…' })),
    h('p', { class: 'hint' }, t('openLead')),
    shares ? ordererChoice(app, state) : null,
    open ? questions(app, state, open) : loading(t('loading')),
    decisions(app, state));
}

/** @param {App} app @param {State} state @param {import('../core/orders.js').LinkShares} shares */
function sharesTable({ t, store }, { area, lang }, shares) {
  const many = !allShares && shares.orderers.length > FEW;
  const shown = many ? shares.orderers.filter(share => share.assets > 0 || share.open > 0) : shares.orderers;
  const part = (/** @type {number} */ some, /** @type {number} */ all) => (all ? percentText(some / all) : '–');
  const row = (/** @type {import('../core/orders.js').LinkShare} */ share, /** @type {boolean} */ isTotal) => h('tr', { class: isTotal ? 'total' : null, 'data-row': isTotal ? 'total' : share.key },
    h('th', { scope: 'row' }, isTotal ? t('total') : lang === 'en' && share.nameEn ? share.nameEn : share.name,
      share.assets ? null : h('small', { class: 'sub' }, t('noAssetsOwned'))),
    h('td', { class: 'number' }, h('data', { value: String(share.linkedContracts), 'data-figure': 'linkedContracts' }, part(share.linkedContracts, share.contracts)),
      h('small', { class: 'sub' }, `${grouped(share.linkedContracts)} / ${grouped(share.contracts)}`)),
    h('td', { class: 'number' }, h('data', { value: String(share.linkedYen) }, part(share.linkedYen, share.yen)), h('small', { class: 'sub' }, yenText(share.linkedYen, lang))),
    h('td', null, share.byBasis.filter(one => one.basis).map(one => h('span', { class: 'basis' }, `${t(`basis_${one.basis}`)} ${grouped(one.contracts)}`))),
    h('td', { class: 'number' }, share.open ? grouped(share.open) : '–'));
  return [
    h('div', { class: 'row spread' },
      h('p', { class: 'hint' }, shares.ranAt ? t('linksRan', { at: instantText(shares.ranAt, lang) }) : t('linksNever')),
      h('a', { class: 'link', href: linkCsv(String(area?.code)), download: `links-${area?.code}.csv` }, t('downloadCsv'))),
    h('table', { class: 'rows', 'data-testid': 'shares' },
      h('caption', null, t('linkedShare')),
      h('thead', null, h('tr', null, h('th', { scope: 'col' }, t('colOrdererOnly')), h('th', { scope: 'col', class: 'number' }, t('contracts')), h('th', { scope: 'col', class: 'number' }, t('yen')),
        h('th', { scope: 'col' }, t('colBasis')), h('th', { scope: 'col', class: 'number' }, t('colOpen')))),
      h('tbody', null, shown.map(share => row(share, false)), row(shares.total, true))),
    shown.length < shares.orderers.length
      ? h('button', { type: 'button', class: 'link', 'data-key': 'all-shares', onClick: () => { allShares = true; store.set({ orders: { ...store.get().orders } }); } },
        t('showAll', { count: grouped(shares.orderers.length) }))
      : null,
  ];
}

/** @param {App} app @param {State} state */
function ordererChoice(app, { orders, lang }) {
  const asking = (orders.shares?.orderers ?? []).filter(share => share.open > 0);
  if (asking.length < 2) return null;
  const select = h('select', { 'data-key': 'link-orderer', onChange: () => void app.orders.askOf(select.value) },
    h('option', { value: '' }, app.t('ordersAll')),
    asking.map(share => h('option', { value: share.key }, `${lang === 'en' && share.nameEn ? share.nameEn : share.name}（${grouped(share.open)}）`)));
  select.value = orders.linkOrderer;
  return field({ label: app.t('orders_orderer'), control: select });
}

/** @param {App} app @param {State} state @param {{total: number, links: import('../core/orders.js').OpenLink[]}} open */
function questions(app, state, open) {
  if (!open.links.length) return h('p', { class: 'empty' }, app.t('nothingOpen'));
  return h('ol', { class: 'question-list' }, open.links.map(link => h('li', null, question(app, state, link))));
}

/** @param {App} app @param {State} state @param {import('../core/orders.js').OpenLink} link */
function question(app, state, link) {
  const { t } = app;
  const { lang, orders } = state;
  const chosen = orders.chosen === link;
  return h('div', { class: `question${chosen ? ' chosen' : ''}`, 'data-testid': 'question' },
    h('button', { type: 'button', class: 'question-head', 'aria-expanded': String(chosen), 'data-key': `question-${link.contract}-${link.mention}`, onClick: () => app.orders.choose(chosen ? null : link) },
      h('span', { class: 'strong' }, link.title),
      h('span', { class: 'sub' }, `${lang === 'en' && link.ordererNameEn ? link.ordererNameEn : link.ordererName}　${workName(app, lang, link)}　${link.yen === null ? '' : yenText(link.yen, lang)}`),
      h('span', { class: 'sub' }, lang === 'en' ? link.reasonEn : link.reason)),
    chosen ? answers(app, state, link) : null);
}

/** @param {App} app @param {State} state @param {import('../core/orders.js').OpenLink} link */
function answers(app, { lang }, link) {
  const { t } = app;
  return h('div', { class: 'answers' },
    h('p', { class: 'hint' }, t('whichMeant', { mention: link.mention })),
    h('ol', { class: 'answer-list' }, link.assets.map((asset, at) => h('li', {
      onMouseenter: () => app.map.marks.point(String(at + 1)), onMouseleave: () => app.map.marks.point(null),
    },
    h('span', { class: 'mark-number', 'aria-hidden': 'true' }, String(at + 1)),
    h('span', { class: 'answer-text' },
      h('span', null, sectorSymbol(asset.sector), asset.name || asset.route || asset.ledgerNumber || t('noName')),
      h('span', { class: 'sub' }, [sectorName(asset.sector, lang), asset.kind, asset.route, asset.municipality, asset.owner, asset.ledgerNumber].filter(Boolean).join('　'))),
    button({ label: t('thisOne'), icon: 'check', key: `this-${asset.id}`, name: `${t('thisOne')}: ${at + 1} ${asset.name}`, onClick: () => void app.orders.decide(link, [asset.id]) })))),
    h('div', { class: 'row' },
      link.assets.length > 1 ? button({ label: t('allOfThem'), key: 'all-meant', onClick: () => void app.orders.decide(link, link.assets.map(asset => asset.id)) }) : null,
      button({ label: t('noneOfThem'), icon: 'close', key: 'none-meant', onClick: () => void app.orders.decide(link, []) })));
}

/** @param {App} app @param {State} state */
function decisions(app, { orders, lang }) {
  const { t } = app;
  if (!orders.decisions?.length) return null;
  return h('section', null,
    h('h3', null, t('decisionsTitle')),
    h('ul', { class: 'plain-list decisions', 'data-testid': 'decisions' }, orders.decisions.map(decision => h('li', { class: decision.undoneAt ? 'undone' : null },
      h('span', { class: 'answer-text' }, h('span', null, decision.title),
        h('span', { class: 'sub' }, `${decision.mention}　${decision.accepted ? t('decidedYes', { count: grouped(decision.accepted) }) : t('decidedNo')}　${instantText(decision.decidedAt, lang)}${decision.undoneAt ? `　${t('decisionUndone')}` : ''}`)),
      decision.undoneAt ? null : button({ label: t('undoDecision'), icon: 'undo', key: `undo-${decision.id}`, name: `${t('undoDecision')}: ${decision.title}`, onClick: () => void app.orders.undo(decision.id) })))));
}
