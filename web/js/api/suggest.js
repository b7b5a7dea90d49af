// @ts-check
/** Looking at files before they are imported: proposals, previews, own profiles. */
import { call, json } from './client.js';

/** @typedef {import('../core/types.js').Suggested} Suggested */

/** @param {string} code */
const imports = code => `/api/areas/${encodeURIComponent(code)}/imports`;

/** @param {string} code @param {File[]} files @param {Record<string, string>} options @param {AbortSignal} signal @returns {Promise<Suggested>} */
export function suggest(code, files, options, signal) {
  const form = new FormData();
  for (const file of files) form.append('files', file, file.name);
  return json(`${imports(code)}/suggestion?${new URLSearchParams(Object.entries(options).filter(([, value]) => value))}`, { method: 'POST', form, signal });
}

/** @param {string} code @param {Record<string, any>} asked @param {AbortSignal} signal @returns {Promise<Suggested>} */
export const preview = (code, asked, signal) => json(`${imports(code)}/preview`, { method: 'POST', body: asked, signal });

/** @param {string} code @param {Record<string, any>} asked @returns {Promise<{job: string}>} */
export const importHeld = (code, asked) => json(imports(code), { method: 'POST', body: asked });

/** @param {string} code @param {string} token */
export const discardHeld = (code, token) => call(`${imports(code)}/held/${encodeURIComponent(token)}`, { method: 'DELETE' });

/** @param {string} code @param {import('../core/suggestion.js').ImportProfile} profile */
export const saveProfile = (code, profile) =>
  json(`/api/areas/${encodeURIComponent(code)}/profiles/${encodeURIComponent(profile.name)}`, { method: 'PUT', body: profile });

/** @returns {Promise<{kind: string, ja: string, en: string, fields: {field: string, ja: string, en: string}[]}[]>} */
export const profileFields = () => json('/api/profiles/fields');

/** @param {string} code @returns {Promise<{name: string, version: number, title: string, titleEn: string, kind: string}[]>} */
export const ownProfiles = code => json(`/api/areas/${encodeURIComponent(code)}/profiles`);
