// @ts-check
/**
 * Numbers and dates as a planner reads them: thousands separated, with units, 和暦 beside the western year.
 * @typedef {import('./types.js').Language} Language
 */

/** Between a number and its unit: a space at which no line breaks. */
export const GAP = '\u00a0';

/** Eras (元号) by their first day; older dates show the western year alone. */
const ERAS = [
  { from: '2019-05-01', name: '令和', first: 2019 },
  { from: '1989-01-08', name: '平成', first: 1989 },
  { from: '1926-12-25', name: '昭和', first: 1926 },
];

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** @param {number} value @param {number} [digits] decimals */
export function grouped(value, digits = 0) {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Three significant digits at most, never fewer than the whole number. @param {number} value */
function short(value) {
  const size = Math.abs(value);
  return grouped(value, size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

/** @param {number} value @param {Language} lang */
export function countText(value, lang) {
  return lang === 'ja' ? `${grouped(value)}${GAP}件` : grouped(value);
}

/**
 * The unit in which yen of this size are read best.
 * @param {number} yen
 * @param {Language} lang
 * @returns {{divisor: number, unit: string}}
 */
function yenUnit(yen, lang) {
  const size = Math.abs(yen);
  if (size < 1e5) return { divisor: 1, unit: lang === 'ja' ? '円' : 'yen' };
  if (size < 1e6) return { divisor: 1e3, unit: lang === 'ja' ? '千円' : 'k yen' };
  if (size < 1e8) return { divisor: 1e6, unit: lang === 'ja' ? '百万円' : 'M yen' };
  return lang === 'ja' ? { divisor: 1e8, unit: '億円' } : { divisor: 1e6, unit: 'M yen' };
}

/** @param {number} yen @param {Language} lang */
export function yenText(yen, lang) {
  const { divisor, unit } = yenUnit(yen, lang);
  return `${divisor === 1 ? grouped(yen) : short(yen / divisor)}${GAP}${unit}`;
}

/** Unit of a yen column: one for all its rows, so that they can be compared. @param {number} largest @param {Language} lang */
export function yenColumn(largest, lang) {
  const thousands = Math.abs(largest) < 1e8;
  const divisor = thousands ? 1e3 : 1e6;
  const unit = lang === 'ja' ? (thousands ? '千円' : '百万円') : (thousands ? 'k yen' : 'M yen');
  return { unit, text: (/** @type {number} */ yen) => grouped(yen / divisor, thousands ? 0 : 1) };
}

/** @param {number} metres */
export function lengthText(metres) {
  return metres < 1000 ? `${grouped(metres)}${GAP}m` : `${short(metres / 1000)}${GAP}km`;
}

/** Hectares from 1 ha on. @param {number} squareMetres */
export function areaText(squareMetres) {
  return squareMetres < 1e4 ? `${grouped(squareMetres)}${GAP}m²` : `${short(squareMetres / 1e4)}${GAP}ha`;
}

/** @param {number} share 0…1 */
export function percentText(share) {
  return `${grouped(share * 100, share > 0 && share < 0.01 ? 1 : 0)}${GAP}%`;
}

/** @param {number} bytes */
export function bytesText(bytes) {
  if (bytes < 1e3) return `${grouped(bytes)}${GAP}B`;
  return bytes < 1e6 ? `${short(bytes / 1e3)}${GAP}kB` : `${short(bytes / 1e6)}${GAP}MB`;
}

/**
 * 令和8年（2026年）11月23日, 23 November 2026; text that is no date comes back as it is.
 * @param {string} iso date or instant; the first ten characters count
 * @param {Language} lang
 */
export function dateText(iso, lang) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  if (!parts) return iso;
  const [, year, month, day] = parts.map(Number);
  if (lang === 'en') return `${day} ${MONTHS[month - 1]} ${year}`;
  const era = eraYear(parts[0]);
  return `${era ? `${era}（${year}年）` : `${year}年`}${month}月${day}日`;
}

/** An instant in local time, to the minute. @param {string} iso @param {Language} lang */
export function instantText(iso, lang) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${dateText(day, lang)} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Fiscal years (年度: April to March). @param {[number, number]} years @param {Language} lang */
export function fiscalYearsText([first, last], lang) {
  if (lang === 'en') return first === last ? `FY${first}` : `FY${first}–${last}`;
  const named = (/** @type {number} */ year) => eraYear(`${year}-05-01`) ?? `${year}年`;
  return first === last
    ? `${named(first)}度（${first}年度）`
    : `${named(first)}度〜${named(last)}度（${first}〜${last}年度）`;
}

/** 令和元年, 平成30年; null before 昭和. @param {string} day yyyy-mm-dd */
function eraYear(day) {
  const era = ERAS.find(one => day >= one.from);
  if (!era) return null;
  const year = Number(day.slice(0, 4)) - era.first + 1;
  return `${era.name}${year === 1 ? '元' : year}年`;
}
