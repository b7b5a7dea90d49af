// @ts-check
/** What the methods bounded and shared-firm need beside the rest. */
import { SECTORS } from '../core/sectors.js';
import { h } from './dom.js';
import { blankable, numberField } from './numberField.js';
import { field } from './parts.js';

/** @typedef {import('../core/types.js').GroupingInputs} GroupingInputs */
/** @typedef {import('../operations/app.js').App} App */

/** Limits of bounded groups that need nothing else. */
const LIMITS = /** @type {const} */ (['maxAssets', 'maxExtent', 'minYen', 'maxYen']);

/** Rungs of evidence, the best first, which is the process's own. */
const RUNGS = ['', 'title', 'area', 'town_sector_kind'];

/** @param {App} app @param {GroupingInputs} inputs */
export function limitFields(app, inputs) {
  return [LIMITS.map(name => numberField(app, inputs, name, { min: 0, step: 1 })), hoursFields(app, inputs), travelFields(app, inputs)];
}

/** Limits of direct-work hours, and what they are worked out from. @param {App} app @param {GroupingInputs} inputs */
function hoursFields(app, inputs) {
  const { t, store } = app;
  const { lang } = store.get();
  const open = inputs.minHours !== undefined || inputs.maxHours !== undefined;
  const usual = () => store.get().inputs.hoursPerAsset ?? store.get().limits.hoursPerAsset?.default;
  return h('details', { class: 'settings', open, 'data-key': 'hours' }, h('summary', null, t('hoursLimits')),
    h('div', { class: 'fields' }, h('p', { class: 'hint' }, t('hoursHint')),
      numberField(app, inputs, 'minHours', { min: 0, step: 1 }), numberField(app, inputs, 'maxHours', { min: 0, step: 1 }),
      numberField(app, inputs, 'hoursPerAsset', { min: 0, step: 0.5 }), numberField(app, inputs, 'hoursPerOrder', { min: 0, step: 1 }),
      h('fieldset', { class: 'choices' }, h('legend', null, t('hoursBySector')), SECTORS.map(({ key, [lang]: label }) =>
        blankable(app, { name: `hours-${key}`, label, min: 0, step: 0.5, usual: usual(), value: inputs.hoursBySector?.[key] }, value => {
          const { [key]: _, ...others } = store.get().inputs.hoursBySector ?? {};
          const now = value === undefined ? others : { ...others, [key]: value };
          app.groups.setInput('hoursBySector', Object.keys(now).length ? now : undefined);
        })))));
}

/** The limit of travel time, and how it is told. @param {App} app @param {GroupingInputs} inputs */
function travelFields(app, inputs) {
  const { t } = app;
  const way = h('select', { 'data-key': 'travelBy', onChange: () => app.groups.setInput('travelBy', way.value || undefined) },
    ['', 'straight'].map(one => h('option', { value: one }, t(`travelBy_${one || 'road'}`))));
  way.value = inputs.travelBy === 'straight' ? 'straight' : '';
  return h('details', { class: 'settings', open: inputs.maxTravelMinutes !== undefined, 'data-key': 'travel' }, h('summary', null, t('travelLimits')),
    h('div', { class: 'fields' }, h('p', { class: 'hint' }, t('travelHint')),
      numberField(app, inputs, 'maxTravelMinutes', { min: 1, step: 1 }), field({ label: t('travelBy'), control: way }),
      numberField(app, inputs, 'travelSpeed', { min: 1, max: 120, step: 1 }), numberField(app, inputs, 'travelDetour', { min: 1, max: 5, step: 0.1 })));
}

/** @param {App} app @param {GroupingInputs} inputs */
export function sharedFirmFields(app, inputs) {
  const { t } = app;
  const rung = h('select', { 'data-key': 'evidence', onChange: () => app.groups.setInput('evidence', rung.value || undefined) },
    RUNGS.map(one => h('option', { value: one }, t(`rung_${one || 'asset'}`))));
  rung.value = inputs.evidence && inputs.evidence !== 'asset' ? inputs.evidence : '';
  return [numberField(app, inputs, 'near', { min: 0, step: 10, hint: t('nearHint') }), field({ label: t('evidenceLeast'), control: rung })];
}
