// @ts-check
/**
 * What the page knows at one moment. Operations change it, the screen shows it.
 * @typedef {import('../core/types.js').Area} Area
 * @typedef {import('../core/scenario.js').Scenario} Scenario
 *
 * @typedef {object} Draft a drawing that is not saved
 * @property {string} zone id
 * @property {boolean} isNew
 * @property {string} name
 * @property {import('../core/types.js').Surface|null} geometry
 * @property {import('../core/types.js').Surface[]} past former shapes, for undo while drawing
 * @property {number} baseVersion version of the scenario when the drawing began
 * @property {'few'|'flat'|'crossing'|null} fault
 *
 * @typedef {{status: 'none'|'busy'|'ready'|'error', value: import('../core/types.js').Holding|null, error: string}} HoldingState
 *
 * @typedef {object} OrderState
 * @property {'table'|'links'} part
 * @property {import('../core/orders.js').OrderFilter} filter
 * @property {import('../core/orders.js').OrderSort} sort
 * @property {import('../core/orders.js').OrderChoices|null} choices
 * @property {import('../core/orders.js').OrderTable|null} table null while not loaded
 * @property {{text: string, parameter?: string}|null} error
 * @property {boolean} busy
 * @property {import('../core/orders.js').OrderRow|null} row the row that is open
 * @property {import('../core/orders.js').OrderList|null} list what is behind it
 * @property {import('../core/orders.js').LinkShares|null} shares
 * @property {{total: number, links: import('../core/orders.js').OpenLink[]}|null} open
 * @property {import('../core/orders.js').LinkDecision[]|null} decisions
 * @property {string} linkOrderer whose open links are asked for
 * @property {import('../core/orders.js').OpenLink|null} chosen the question that is open
 * @property {string} linkError
 *
 * @typedef {object} Checking a file whose columns are checked before its import
 * @property {boolean} busy an answer is awaited
 * @property {import('../core/types.js').Suggested|null} reply
 * @property {import('../core/suggestion.js').ImportProfile|null} profile as the planner changed it
 * @property {string} upload token of the files
 * @property {string} dataSet
 * @property {string[]} dataSets
 * @property {string[]} done data sets imported already
 *
 * @typedef {object} State
 * @property {import('../core/types.js').Language} lang
 * @property {'ok'|'lost'} connection
 * @property {string} tab 'area', 'groups', 'zones', 'orders', 'firms' or 'import'
 * @property {boolean} folded
 * @property {boolean} background whether the background map can be had
 * @property {string} said last message for the reader
 * @property {Area[]|null} areas null while not loaded
 * @property {Area|null} area
 * @property {string} areaError
 * @property {Set<string>} hidden sectors not shown
 * @property {any|null} asset
 * @property {{value: import('../core/types.js').AssetReasons|null, error: string}|null} assetReasons of the asset in the shown run; null where it has no group
 * @property {import('../core/types.js').Run[]|null} runs
 * @property {import('../core/types.js').Run|null} run with its groups
 * @property {number|null} group
 * @property {import('../core/types.js').RunComparison|null} compared the shown run beside another
 * @property {{groups: number, grouped: number}|null} live groups of the present settings, coloured without scores
 * @property {import('../core/types.js').GroupingInputs} inputs
 * @property {import('../core/types.js').Preset[]|null} presets precedents as settings
 * @property {string} preset the chosen one; empty for none
 * @property {string} method that of the inputs, on which the form hangs; empty for the process's own
 * @property {Record<string, {minimum?: number, maximum?: number, default?: number}>} limits
 * @property {import('../core/types.js').JobStatus|null} grouping
 * @property {{text: string, parameter?: string}|null} groupError
 * @property {import('../core/types.js').ScenarioSummary[]|null} scenarios
 * @property {Scenario|null} scenario
 * @property {string|null} zone
 * @property {'browse'|'draw'|'reshape'} mode
 * @property {Draft|null} draft
 * @property {Draft|null} keptDraft left from before
 * @property {{zones: boolean, borders: boolean, assets: boolean, trace: boolean}} snap
 * @property {HoldingState} holding of the draft or the chosen zone
 * @property {Record<string, {assets: number, yen: number}>} zoneTotals by zone id and version
 * @property {boolean} saving
 * @property {{text: string, parameter?: string}|null} editError
 * @property {string[]} editNotes repairs and warnings of the last edit
 * @property {{detail: string, base: number, current: number}|null} conflict
 * @property {OrderState} orders
 * @property {File[]} files
 * @property {import('../core/types.js').ImportOptions} importOptions
 * @property {import('../core/types.js').Profile[]|null} profiles
 * @property {import('../core/types.js').JobStatus|null} importing
 * @property {{imports: import('../core/types.js').Report[], refused: {file: string, reason: any}[]}|null} imported
 * @property {import('../core/types.js').Report[]|null} reports
 * @property {{text: string, parameter?: string}|null} importError
 * @property {import('../core/types.js').Ledger[]|null} ledgers that a newer file may replace
 * @property {import('../core/types.js').Report|null} comparison what an update would do; nothing is stored yet
 * @property {((place: number[]) => void)|null} placing who waits for a click on the map
 * @property {Checking|null} checking
 * @property {{name: string, version: number, title: string, titleEn: string, kind: string}[]} ownProfiles kept for this study area
 * @property {{kind: string, ja: string, en: string, fields: {field: string, ja: string, en: string}[]}[]|null} profileFields
 * @property {{total: number, items: import('../core/types.js').FirmQuestion[]}|null} firmQuestions
 * @property {import('../core/types.js').FirmQuestion|null} firmQuestion the pair looked at
 * @property {{total: number, items: import('../core/types.js').FirmMerge[]}|null} firmMerges
 * @property {string} firmText what merges are searched for
 * @property {{decision: number, text: string}|null} firmLast what was decided last and can be taken back
 * @property {boolean} firmBusy
 * @property {string} firmError
 */

/** @type {HoldingState} */
export const NO_HOLDING = Object.freeze({ status: 'none', value: null, error: '' });

/** Nothing known of orders yet. @type {OrderState} */
const NO_ORDERS = Object.freeze({
  part: 'table', filter: Object.freeze({ from: '', to: '', orderer: '', sector: '', by: 'managing' }), sort: Object.freeze({ column: 'yen', down: true }),
  choices: null, table: null, error: null, busy: false, row: null, list: null,
  shares: null, open: null, decisions: null, linkOrderer: '', chosen: null, linkError: '',
});

/** Everything that belongs to one study area, as it is before that area is loaded. */
export function emptyArea() {
  return /** @type {Partial<State>} */ ({
    area: null, areaError: '', hidden: new Set(), asset: null, assetReasons: null,
    runs: null, run: null, group: null, live: null, compared: null, grouping: null, groupError: null,
    scenarios: null, scenario: null, zone: null, mode: 'browse', draft: null, keptDraft: null,
    holding: NO_HOLDING, zoneTotals: {}, saving: false, editError: null, editNotes: [], conflict: null, orders: NO_ORDERS,
    files: [], importing: null, imported: null, reports: null, importError: null, checking: null, ownProfiles: [], ledgers: null, comparison: null, placing: null,
    firmQuestions: null, firmQuestion: null, firmMerges: null, firmText: '', firmLast: null, firmBusy: false, firmError: '',
  });
}

/** @param {import('../core/types.js').Language} lang @returns {State} */
export function firstState(lang) {
  return /** @type {State} */ ({
    ...emptyArea(),
    lang,
    connection: 'ok',
    tab: 'area',
    folded: false,
    background: true,
    said: '',
    areas: null,
    inputs: { radius: 300, minPoints: 5, contractorWeight: 0.5, threshold: 0.3 },
    presets: null,
    preset: '',
    method: '',
    limits: {},
    snap: { zones: true, borders: true, assets: false, trace: false },
    importOptions: { profile: '', sector: '', owner: '', encoding: '', crs: '', licence: '', asOf: '', update: '', ledger: '', removeMissing: '' },
    profiles: null,
    profileFields: null,
  });
}
