// @ts-check
/**
 * The shapes of orders and links, and the order of the table's rows.
 * @typedef {{from: string, to: string, orderer: string, sector: string, by: 'managing'|'contracting'}} OrderFilter empty: all
 * @typedef {{contractor: string, name: string, contracts: number, yen: number}} OrderFirm
 *
 * @typedef {object} OrderRow
 * @property {string} orderer
 * @property {string} ordererName
 * @property {string} ordererNameEn
 * @property {string|null} department
 * @property {string|null} sector
 * @property {string|null} workKind
 * @property {number} contracts
 * @property {number} yen
 * @property {number} yenPerYear
 * @property {number} known tenders whose outcome is known
 * @property {number} failed
 * @property {number|null} failedShare
 * @property {number|null} bidders
 * @property {number} firms
 * @property {OrderFirm[]} best
 *
 * @typedef {{contracts: number, yen: number, yenPerYear: number, known: number, failed: number, failedShare: number|null, bidders: number|null, firms: number}} OrderTotal
 * @typedef {{fiscalYears: [number, number]|null, rows: OrderRow[], total: OrderTotal, dataVersion: number}} OrderTable
 * @typedef {{orderers: {key: string, name: string, nameEn: string, contracts: number}[], fiscalYears: number[]}} OrderChoices
 *
 * @typedef {object} OrderLine
 * @property {string} id
 * @property {string} title
 * @property {string} orderer
 * @property {string|null} managingDepartment
 * @property {string|null} contractingDepartment
 * @property {number|null} fiscalYear
 * @property {string|null} tenderDate
 * @property {number} yen
 * @property {'awarded'|'no_bidder'|'no_valid_bid'|'unknown'} outcome
 * @property {number|null} bidders
 * @property {string|null} contractor
 * @property {number} assets
 * @property {string|null} basis
 *
 * @typedef {{total: number, contracts: number, yen: number, orders: OrderLine[], firms: {contractor: string, name: string, contracts: number, yen: number, share: number|null}[]}} OrderList
 * @typedef {{basis: string|null, contracts: number, yen: number}} LinkedPart
 * @typedef {{key: string, name: string, nameEn: string, assets: number, contracts: number, yen: number, linkedContracts: number, linkedYen: number, open: number, byBasis: LinkedPart[]}} LinkShare
 * @typedef {{orderers: LinkShare[], total: LinkShare, ranAt: string|null}} LinkShares
 *
 * @typedef {object} LinkAsset
 * @property {string} id
 * @property {number} denseId
 * @property {string} name
 * @property {string} sector
 * @property {string} kind
 * @property {string} route
 * @property {string|null} ledgerNumber
 * @property {string|null} municipality
 * @property {string|null} owner
 * @property {number|null} builtYear
 * @property {[number, number, number, number]} bbox
 *
 * @typedef {object} OpenLink
 * @property {string} contract
 * @property {string} title
 * @property {string} orderer
 * @property {string} ordererName
 * @property {string} ordererNameEn
 * @property {string|null} sector
 * @property {string|null} workKind
 * @property {number|null} fiscalYear
 * @property {number|null} yen
 * @property {string|null} contractor
 * @property {string} mention
 * @property {string} basis
 * @property {string} reason
 * @property {string} reasonEn
 * @property {LinkAsset[]} assets
 *
 * @typedef {{id: string, contract: string|null, title: string, mention: string, accepted: number, rejected: number, actor: string, decidedAt: string, undoneAt: string|null}} LinkDecision
 * @typedef {'orderer'|'sector'|'contracts'|'yen'|'failedShare'|'bidders'|'firms'} OrderColumn
 * @typedef {{column: OrderColumn, down: boolean}} OrderSort
 */

/** Columns that are best read from the largest down. @type {ReadonlySet<OrderColumn>} */
const LARGEST_FIRST = new Set(/** @type {OrderColumn[]} */ (['contracts', 'yen', 'failedShare', 'bidders', 'firms']));

/** What a press on a column's head does to the order. @param {OrderSort} sort @param {OrderColumn} column @returns {OrderSort} */
export const nextSort = (sort, column) => ({ column, down: sort.column === column ? !sort.down : LARGEST_FIRST.has(column) });

/** Rows by a column; unknown values last, equal rows as the server had them. @param {readonly OrderRow[]} rows @param {OrderSort} sort @returns {OrderRow[]} */
export function sorted(rows, { column, down }) {
  const turn = down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [left, right] = [value(a, column), value(b, column)];
    if (left === right) return 0;
    if (left === null) return 1;
    if (right === null) return -1;
    return (left < right ? -1 : 1) * turn;
  });
}

/** @param {OrderRow} row @param {OrderColumn} column @returns {string|number|null} */
function value(row, column) {
  if (column === 'orderer') return `${row.orderer}\u0001${row.department ?? '\uffff'}`;
  if (column === 'sector') return row.sector === null ? null : `${row.sector}\u0001${row.workKind ?? '\uffff'}`;
  return row[column];
}

/** Names a row within its table. @param {OrderRow} row */
export const rowKey = row => [row.orderer, row.department ?? '', row.sector ?? '', row.workKind ?? ''].join('|');
