// @ts-check
/** A number of the grouping form that may be left blank. */
import { h } from './dom.js';
import { field } from './parts.js';

/** @typedef {import('../core/types.js').GroupingInputs} GroupingInputs */

/**
 * Blank is the process's own value, or no limit.
 * @param {import('../operations/app.js').App} app @param {GroupingInputs} inputs
 * @param {{[Name in keyof GroupingInputs]-?: number extends GroupingInputs[Name] ? Name : never}[keyof GroupingInputs]} name
 * @param {{min: number, max?: number, step: number, hint?: string}} range
 */
export function numberField(app, inputs, name, { min, max, step, hint }) {
  const usual = app.store.get().limits[name]?.default;
  return blankable(app, { name, label: app.t(name), hint, min, max, step, usual, value: inputs[name] }, value => app.groups.setInput(name, value));
}

/**
 * The field itself.
 * @param {import('../operations/app.js').App} app
 * @param {{name: string, label: string, hint?: string, min: number, max?: number, step: number, usual?: number, value?: number}} about
 * @param {(value: number|undefined) => void} change
 */
export function blankable(app, { name, label, hint, min, max, step, usual, value }, change) {
  const control = h('input', { type: 'number', min, max: max ?? null, step, value: String(value ?? ''), placeholder: usual === undefined ? app.t('noLimit') : String(usual), 'data-key': `number-${name}`, name });
  control.addEventListener('input', () => change(control.value === '' ? undefined : Number(control.value)));
  return field({ label, control, hint });
}
