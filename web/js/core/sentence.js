// @ts-check
/** @typedef {import('./types.js').Language} Language */

/**
 * The half of a server's sentence that the reader wants: `日本語の文。(English.)`. Where the two can't be told
 * apart the whole is shown: too much is better than a cut sentence.
 * @param {string} detail
 * @param {Language} lang
 */
export function sentenceIn(detail, lang) {
  const halves = /^([\s\S]*[^\x20-\x7e][\s\S]*?)\s*[(（]([\x20-\x7e\u00a0-\u02ff\u2010-\u203a²°×]+)[)）]\s*$/.exec(detail);
  if (!halves) return detail;
  return lang === 'ja' ? halves[1] : halves[2];
}
