// @ts-check
/** One asset: what it is, whose, who works on it, its orders. */
import { areaText, dateText, lengthText, percentText, yenText } from '../core/numbers.js';
import { sectorName } from '../core/sectors.js';
import { fill, h } from './dom.js';
import { sectorSymbol } from './icons.js';
import { button, notice } from './parts.js';
import { hasWords } from './words.js';

/** @param {import('../operations/app.js').App} app @param {import('./screen.js').Watch} watch */
export function assetCard(app, watch) {
  const { t } = app;
  const card = h('aside', { class: 'card', 'aria-label': t('assetDetail'), hidden: true });
  watch(['asset', 'run', 'assetReasons'], state => {
    card.hidden = !state.asset;
    fill(card, state.asset ? content(app, state.asset) : null);
  });
  return card;
}

/** @param {import('../operations/app.js').App} app @param {any} asset */
function content(app, asset) {
  const { t, store } = app;
  const { lang } = store.get();
  const group = app.map.assets.groupOf(asset.denseId);
  return [
    h('div', { class: 'card-head' },
      h('div', null, h('p', { class: 'sub' }, sectorSymbol(asset.sector), ` ${sectorName(asset.sector, lang)}`), h('h2', null, asset.name || t('noName'))),
      button({ label: t('close'), icon: 'close', kind: 'plain', small: true, key: 'close-card', onClick: () => void app.areas.showAsset(null) })),
    group > 0 ? button({ label: t('seeGroup', { number: group }), icon: 'groups', key: 'see-group', onClick: () => { store.set({ tab: 'groups', folded: false }); app.groups.choose(group); } }) : null,
    group > 0 ? reasonsOf(app) : null,
    facts(app, asset),
    h('h3', null, t('firms')),
    asset.firms.length ? h('ul', { class: 'entries' }, asset.firms.map((/** @type {any} */ firm) => firmEntry(app, firm))) : h('p', { class: 'empty' }, t('noFirms')),
    h('h3', null, t('contracts')),
    asset.contracts.length ? h('ul', { class: 'entries' }, asset.contracts.map((/** @type {any} */ contract) => contractEntry(app, contract))) : h('p', { class: 'empty' }, t('noContracts')),
    h('p', { class: 'sub' }, `${t('source')}: ${asset.source}`),
  ];
}

/** Why it is in the group and what would move it out. @param {import('../operations/app.js').App} app */
function reasonsOf({ t, store }) {
  const { assetReasons, lang } = store.get();
  if (!assetReasons) return null;
  const { value, error } = assetReasons;
  if (error) return notice('warn', h('p', null, error));
  if (!value) return h('p', { class: 'hint', 'data-testid': 'asset-reasons', 'aria-busy': 'true' }, t('askingReasons'));
  return h('section', { class: 'asset-reasons', 'data-testid': 'asset-reasons', 'aria-busy': 'false' },
    h('h3', null, t('whyInGroup')),
    value.standing ? h('p', null, value.standing[lang]) : null,
    value.ties.length ? [h('p', { class: 'sub' }, t('strongestTies')), h('ul', { class: 'reasons', 'data-testid': 'asset-ties' }, value.ties.map(tie => h('li', null, tie.words[lang])))] : null,
    h('h3', null, t('whatMovesOut')),
    value.exits.length ? [h('ul', { class: 'reasons', 'data-testid': 'asset-exits' }, value.exits.map(exit => h('li', null, exit.words[lang]))), value.method === 'density' ? h('p', { class: 'sub' }, t('eachAlone')) : null] : null,
    value.notes.map(note => h('p', null, note[lang])));
}

/** @param {import('../operations/app.js').App} app @param {any} asset */
function facts({ t }, asset) {
  /** @type {[string, any][]} */
  const lines = [
    ['kind', asset.kind], ['route', asset.route], ['ledgerNumber', asset.ledgerNumber],
    ['municipality', asset.municipality?.name], ['crosses', asset.crosses?.join('、')], ['placeFlag', asset.placeFlag && t(`place_${asset.placeFlag}`)], ['owner', asset.owner?.name], ['managingDepartment', asset.managingDepartment],
    ['builtYear', asset.builtYear && t('year', { year: asset.builtYear })], ['inspectionDue', asset.inspectionDue && t('year', { year: asset.inspectionDue })],
    ['condition', asset.condition && `${asset.condition.raw}（${asset.condition.scale}）`],
    ['length', asset.lengthM > 0 && lengthText(asset.lengthM)], ['surface', asset.areaM2 > 0 && areaText(asset.areaM2)],
  ];
  const own = Object.entries(asset.attributes ?? {}).filter(([, value]) => value !== null && value !== '').slice(0, 12);
  return h('dl', { class: 'pairs' },
    lines.filter(([, value]) => value).map(([key, value]) => pair(t(key), value)),
    own.map(([name, value]) => pair(name, typeof value === 'object' ? JSON.stringify(value) : value)));
}

/** @param {string} name @param {any} value */
function pair(name, value) {
  return h('div', null, h('dt', null, name), h('dd', null, String(value)));
}

/** @param {import('../operations/app.js').App} app @param {any} firm */
function firmEntry({ t, store }, firm) {
  const { lang } = store.get();
  const how = [hasWords(`role_${firm.role}`) ? t(`role_${firm.role}`) : firm.role, firm.since && dateText(firm.since, lang), hasWords(`evidence_${firm.evidence}`) ? t(`evidence_${firm.evidence}`) : firm.evidence,
    typeof firm.strength === 'number' ? percentText(firm.strength) : ''];
  return h('li', null, h('span', { class: 'strong' }, firm.name), h('span', { class: 'sub' }, how.filter(Boolean).join('　')));
}

/** @param {import('../operations/app.js').App} app @param {any} contract */
function contractEntry({ t, store }, contract) {
  const { lang } = store.get();
  const kind = contract.workKind && hasWords(`work_${contract.workKind}`) ? t(`work_${contract.workKind}`) : contract.workKind;
  const term = [contract.startsOn, contract.endsOn].filter(Boolean).map((/** @type {string} */ day) => dateText(day, lang)).join(' 〜 ');
  const name = (/** @type {any} */ who) => (typeof who === 'object' ? who?.name : who);
  return h('li', null, h('span', { class: 'strong' }, contract.title),
    h('span', { class: 'sub' }, [name(contract.orderer), kind, name(contract.contractor)].filter(Boolean).join('　')),
    h('span', { class: 'sub' }, [term, typeof contract.yenShare === 'number' ? yenText(contract.yenShare, lang) : ''].filter(Boolean).join('　')));
}
