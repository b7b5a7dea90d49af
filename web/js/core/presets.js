// @ts-check
/**
 * Precedents as settings: what choosing one makes of the form, and what is asked of the service then.
 * @typedef {import('./types.js').GroupingInputs} GroupingInputs
 * @typedef {import('./types.js').Preset} Preset
 */

/** The form's settings under a preset; none: the defaults alone. @param {GroupingInputs} defaults @param {Preset|undefined} preset @returns {GroupingInputs} */
export const inputsOf = (defaults, preset) => (preset ? { ...defaults, ...preset.inputs, preset: preset.key } : { ...defaults });

/**
 * What is asked: a setting of the preset that was cleared is named as null, or the service would fill it in again.
 * @param {GroupingInputs} inputs @param {Preset[]|null} presets @returns {Record<string, unknown>}
 */
export function askedOf(inputs, presets) {
  const preset = presets?.find(one => one.key === inputs.preset);
  const cleared = Object.keys(preset?.inputs ?? {}).filter(name => /** @type {any} */ (inputs)[name] === undefined);
  return { ...inputs, ...Object.fromEntries(cleared.map(name => [name, null])) };
}

/** Whether the form still says what the preset says. @param {GroupingInputs} inputs @param {Preset} preset */
export const isUnchanged = (inputs, preset) =>
  Object.entries(preset.inputs).every(([name, value]) => JSON.stringify(/** @type {any} */ (inputs)[name]) === JSON.stringify(value));
