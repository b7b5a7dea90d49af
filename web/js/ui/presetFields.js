// @ts-check
/** Precedents to choose from, and which assets and groups are looked at. */
import { isUnchanged } from '../core/presets.js';
import { SECTORS } from '../core/sectors.js';
import { fill, h } from './dom.js';
import { field } from './parts.js';

/** @typedef {import('../core/types.js').GroupingInputs} GroupingInputs */

/** Kinds of owners worth telling apart on the page. */
const OWNERS = /** @type {const} */ (['prefecture', 'municipality']);

/** 「先行事例から選ぶ」. @param {import('../operations/app.js').App} app @param {import('../operations/state.js').State} state @param {HTMLElement} changed says that the form says otherwise by now */
export function presetField(app, { presets, preset, lang }, changed) {
  if (!presets?.length) return null;
  const { t } = app;
  const select = h('select', { 'data-key': 'preset', onChange: () => app.groups.setPreset(select.value) },
    h('option', { value: '' }, t('presetNone')), presets.map(one => h('option', { value: one.key }, one.name[lang])));
  select.value = preset;
  const chosen = presets.find(one => one.key === preset);
  return h('div', { class: 'fields' }, field({ label: t('preset'), control: select, hint: chosen ? chosen.does[lang] : t('presetHint') }),
    chosen ? h('div', { class: 'preset-words', 'data-testid': 'preset' },
      h('p', { class: 'hint' }, t('presetTrait', { trait: chosen.trait[lang] })),
      h('p', { class: 'hint' }, t('presetFacts', { facts: chosen.facts.map(fact => fact[lang]).join(lang === 'ja' ? '。' : '; ') })), changed) : null);
}

/** Says so where the form is no longer as the precedent has it. @param {import('../operations/app.js').App} app @param {import('../operations/state.js').State} state @param {HTMLElement} changed */
export function tellChanged(app, { presets, inputs }, changed) {
  const chosen = presets?.find(one => one.key === inputs.preset);
  fill(changed, chosen && !isUnchanged(inputs, chosen) ? app.t('presetChanged') : null);
}

/** Sectors, owners and borders. @param {import('../operations/app.js').App} app @param {GroupingInputs} inputs @param {HTMLElement[]} numbers */
export function filterFields(app, inputs, numbers) {
  const { t, store } = app;
  const { lang } = store.get();
  const narrowed = Boolean(inputs.sectors?.length || inputs.owners?.length || inputs.borders === 'keep' || (inputs.minOwners ?? 1) > 1 || (inputs.minSectors ?? 1) > 1);
  const keep = h('input', { type: 'checkbox', checked: inputs.borders === 'keep', 'data-key': 'borders', onChange: () => app.groups.setInput('borders', keep.checked ? 'keep' : undefined) });
  return h('details', { class: 'settings', open: narrowed }, h('summary', null, t('filters')),
    h('div', { class: 'fields' },
      choices(app, 'sectors', t('filterSectors'), SECTORS.map(sector => [sector.key, sector[lang]])),
      choices(app, 'owners', t('filterOwners'), OWNERS.map(kind => [kind, t(`owner_${kind}`)])),
      h('label', { class: 'check' }, keep, h('span', null, t('bordersKeep'))), numbers));
}

/** None ticked means all. @param {import('../operations/app.js').App} app @param {'sectors'|'owners'} name @param {string} legend @param {[string, string][]} options */
function choices(app, name, legend, options) {
  const chosen = () => app.store.get().inputs[name] ?? [];
  const toggle = (/** @type {string} */ key, /** @type {boolean} */ on) => {
    const now = on ? [...chosen(), key] : chosen().filter(one => one !== key);
    app.groups.setInput(name, now.length ? now : undefined);
  };
  return h('fieldset', { class: 'choices' }, h('legend', null, legend), options.map(([key, label]) => {
    const box = h('input', { type: 'checkbox', checked: chosen().includes(key), 'data-key': `${name}-${key}`, onChange: () => toggle(key, box.checked) });
    return h('label', { class: 'check' }, box, h('span', null, label));
  }));
}
