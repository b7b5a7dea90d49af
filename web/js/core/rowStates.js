// @ts-check
/** The four states of imported rows, and how they look. */

/** @typedef {'stored'|'repaired'|'duplicate'|'quarantined'} RowState */

/** @type {readonly RowState[]} */
export const ROW_STATES = Object.freeze(['stored', 'repaired', 'duplicate', 'quarantined']);

/** Told apart in words beside each colour. @type {Readonly<Record<RowState, string>>} */
export const STATE_COLOURS = Object.freeze({ stored: '#0017c1', repaired: '#b06000', duplicate: '#666666', quarantined: '#ce0000' });
