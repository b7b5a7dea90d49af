// @ts-check
/**
 * A proposed profile as the planner changes it: which column is what. Pure; every change gives a new profile.
 * @typedef {{columns: string[], role: string, year?: string[]|null}} FirmColumns
 * @typedef {{name: string, version: number, title: string, titleEn: string, kind: string, fields: Record<string, string[]>, required: string[],
 *   defaults: Record<string, string>, key: string[], firms: FirmColumns[], crs: string|null} & Record<string, any>} ImportProfile
 */

/** What names a firm is told from fields by this beginning. */
const FIRM = 'firm:';

/** Roles that a firm of an asset may have. */
export const ROLES = /** @type {const} */ (['built', 'repaired', 'inspects', 'maintains', 'designed']);

/** Fields without which no row can be stored. @type {Record<string, string[]>} */
const NEEDED = { assets: ['latitude', 'longitude', 'x', 'y', 'wkt'], contracts: ['title'], contractors: ['name'], municipalities: ['code'] };

/** Whether the fields say a place: degrees, plane metres or text. @param {ImportProfile} profile */
export const saysPlace = ({ fields }) => ('latitude' in fields && 'longitude' in fields) || ('x' in fields && 'y' in fields) || 'wkt' in fields;

/** The value for a choice of what a column is: a field, `firm:role`, or empty for an attribute. @param {ImportProfile} profile @param {string} column */
export function useOf(profile, column) {
  const field = Object.keys(profile.fields).find(key => profile.fields[key].includes(column));
  if (field) return field;
  const firm = profile.firms.find(one => one.columns.includes(column));
  return firm ? FIRM + firm.role : '';
}

/** @param {string} role */
export const firmUse = role => FIRM + role;

/**
 * The profile with a column used otherwise; the column that had the field before becomes an attribute.
 * @param {ImportProfile} profile @param {string} column @param {string} use as by useOf @returns {ImportProfile}
 */
export function withUse(profile, column, use) {
  const without = (/** @type {string[]} */ columns) => columns.filter(one => one !== column);
  /** @type {Record<string, string[]>} */
  const fields = {};
  for (const [field, columns] of Object.entries(profile.fields)) if (field !== use && without(columns).length) fields[field] = without(columns);
  const firms = profile.firms.map(firm => ({ ...firm, columns: without(firm.columns) })).filter(firm => firm.columns.length);
  if (use.startsWith(FIRM)) firms.push({ columns: [column], role: use.slice(FIRM.length) });
  else if (use) fields[use] = [column];
  return { ...profile, fields, firms, required: (NEEDED[profile.kind] ?? []).filter(field => field in fields) };
}

/** The profile with a column as the key, or none. @param {ImportProfile} profile @param {string} column @returns {ImportProfile} */
export function withKey(profile, column) {
  return { ...profile, key: column ? [column] : [] };
}

/** The profile with a default, or without it where the value is empty. @param {ImportProfile} profile @param {string} name @param {string} value @returns {ImportProfile} */
export function withDefault(profile, name, value) {
  const { [name]: _, ...rest } = profile.defaults;
  return { ...profile, defaults: value ? { ...rest, [name]: value } : rest };
}

/** The profile under a title; its technical name follows the title where it has Latin letters, else stays. @param {ImportProfile} profile @param {string} title @returns {ImportProfile} */
export function withTitle(profile, title) {
  return { ...profile, title: title.trim() || profile.title, titleEn: title.trim() || profile.titleEn };
}
