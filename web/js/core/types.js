// @ts-check
/**
 * The shapes that travel between server and screen; docs/reference/api.md is their contract.
 * @typedef {{ja: string, en: string}} Sentence
 * @typedef {'ja'|'en'} Language
 * @typedef {number[]} Position longitude, latitude
 * @typedef {{type: 'Polygon', coordinates: Position[][]}} Polygon
 * @typedef {{type: 'MultiPolygon', coordinates: Position[][][]}} MultiPolygon
 * @typedef {Polygon|MultiPolygon} Surface
 *
 * @typedef {object} Area
 * @property {string} code
 * @property {string} name
 * @property {string} nameEn
 * @property {boolean} fictitious no background map may lie under it
 * @property {string} attribution
 * @property {number} dataVersion
 * @property {[number, number, number, number]|null} extent
 * @property {{municipalities: number, assets: number, contractors: number, contracts: number, links: number}} counts
 * @property {Sentence|null} next which file an incomplete area needs next
 * @property {{code: string, name: string, nameEn: string, assets: number}[]} [municipalities]
 * @property {{key: string, assets: number, lengthM: number}[]} [sectors]
 *
 * @typedef {{key: string|number|null, name: string, nameEn?: string, assets: number, lengthM: number, areaM2: number, yen: number}} HoldingRow
 * @typedef {object} Holding
 * @property {number} assets
 * @property {number} partly
 * @property {number} lengthM
 * @property {number} areaM2
 * @property {number} yen
 * @property {number} [yenPerYear]
 * @property {[number, number]|null} [fiscalYears]
 * @property {HoldingRow[]} byMunicipality
 * @property {HoldingRow[]} bySector
 * @property {HoldingRow[]} byContractor
 * @property {HoldingRow[]} [byOwner]
 * @property {number} withoutFirm
 * @property {{contracts: number, yen: number, byOrderer: {key: string|number, name: string, contracts: number, yen: number}[]}} [unlinked]
 *
 * @typedef {object} Group
 * @property {string} id
 * @property {number} number
 * @property {number} score
 * @property {number} assets
 * @property {[number, number, number, number]} bbox
 * @property {any} outline
 * @property {Holding} holding
 * @property {string[]|number} towns
 * @property {string[]|number} sectors
 * @property {number} crossBorder
 * @property {{contractor: string|number, name: string, assets: number, named: number, municipalities: number|string[]}[]} sharedFirms
 * @property {{coverage: number, asset: number, title: number, area: number, townSectorKind: number, none: number}} evidence
 * @property {number} extentM
 * @property {number} compactness
 * @property {number} termsTogether
 * @property {{earlyAction: number, known: number}|null} condition null in a run made before it was measured
 * @property {{stops: number, togetherM: number, bySideM: number, bySectorM: number, savedBySide: number, savedBySector: number}|null} travel
 * @property {{firms: number, byWork: number, scarcest: string, inScarcest: number, hhi: number|null}|null} localFirms
 * @property {GroupPlan|null} plan null in a run made before it was worked out
 * @property {{key: string, ja: string, en: string}[]} reasons
 * @property {{key: string, ja: string, en: string}|null} objection
 *
 * @typedef {object} AssetReasons why an asset is in its group of a run
 * @property {string} run
 * @property {string} asset
 * @property {number} group 0 in none, −1 not looked at
 * @property {Sentence|null} standing
 * @property {{asset: string, denseId: number, affinity: number, distanceM: number, words: Sentence}[]} ties the strongest inside the group
 * @property {{input: string, value: number|null, before: number|null, asset: string|null, words: Sentence}[]} exits
 * @property {Sentence[]} notes
 *
 * @typedef {{studyArea?: string, radius: number, minPoints: number, contractorWeight: number, threshold: number, sectors?: string[], method?: string,
 *   sectorWeight?: number, termsWeight?: number, inspectionWeight?: number, borderWeight?: number, workKindWeight?: number, yenWeight?: number, distance?: string, resolution?: number, agreement?: number,
 *   preset?: string, owners?: string[], borders?: string, minOwners?: number, minSectors?: number,
 *   minAssets?: number, minYen?: number, maxYen?: number, maxAssets?: number, maxExtent?: number, minHours?: number, maxHours?: number, hoursPerAsset?: number,
 *   hoursBySector?: Record<string, number>, hoursPerOrder?: number, maxTravelMinutes?: number, travelBy?: string, travelSpeed?: number, travelDetour?: number, near?: number, evidence?: string}} GroupingInputs
 * @typedef {{ja: string, en: string}} BothWords
 * @typedef {{key: string, order: number, name: BothWords, does: BothWords, joining: string[], facts: (BothWords & {source: string})[],
 *   inputs: Partial<GroupingInputs>, decisive: string[], trait: BothWords}} Preset a precedent as settings
 *
 * @typedef {{assets: number, firms: number, local: number}} TaskSide
 * @typedef {object} GroupPlan how a group could be put out
 * @property {number|null} phase
 * @property {{code: string|null, name: string, nameEn: string, assets: number, forOthers: number, owners: number}|null} lead
 * @property {{kind: string, assets: number, firms: number, contractor: string|null, name: string}[]} tasks
 * @property {TaskSide} field
 * @property {TaskSide} management
 * @property {number} inBoth
 * @property {{able: number, behind: number, share: number}} supply
 * @property {{contractor: string|null, name: string, assets: number, own: number}[]} subZones
 * @property {number} subZoneAssets
 *
 * @typedef {object} Run
 * @property {string} id
 * @property {string} createdAt
 * @property {string} engine
 * @property {GroupingInputs} parameters
 * @property {number} assets
 * @property {number} ungrouped
 * @property {number|Group[]} groups
 * @property {Sentence[]} [notes] about the run as a whole
 * @property {number} dataVersion
 * @property {boolean} stale
 *
 * @typedef {{before: string, after: string, assets: {change: string, assets: number, yen: number}[], groups: {fate: string, before: number[], after: number[]}[],
 *   kept: number, adjustedRand: number, variationOfInformation: number}} RunComparison
 *
 * @typedef {{id: string, name: string, version: number, geometry: Surface}} Zone
 * @typedef {{zone: string, name?: string, geometry?: Surface, deleted?: boolean, version?: number}} ZoneChange
 * @typedef {'draw'|'reshape'|'rename'|'delete'|'accept_group'} EditOperation
 * @typedef {{editId: string, clientId: string, baseVersion: number, operation: EditOperation, changes: ZoneChange[]}} Edit
 * @typedef {{version: number, changes: (ZoneChange|Zone)[], warnings?: (Sentence & {zone?: string})[], repairs?: (Sentence & {zone?: string})[]}} EditReply
 * @typedef {{id: string, name: string, version: number, zones: number, createdAt: string}} ScenarioSummary
 *
 * @typedef {object} Report
 * @property {number} id
 * @property {string} profile
 * @property {string} file
 * @property {number} bytes
 * @property {string|null} encoding
 * @property {string|null} crs
 * @property {number} read
 * @property {number} stored
 * @property {number} repaired
 * @property {number} duplicate
 * @property {number} quarantined
 * @property {Sentence[]} notes
 * @property {string} actor
 * @property {string} importedAt
 * @property {number|null} sameAs the import of the very same file, where its rows are
 * @property {string} hash
 * @property {number} profileVersion
 * @property {string} engineVersion
 * @property {string} ledger
 * @property {string[]} columns
 * @property {Record<string, any>} options
 * @property {string} licence
 * @property {string|null} asOf
 * @property {number} changed
 * @property {number} removed
 * @property {boolean} updates
 * @property {Comparison|null} comparison
 * @property {boolean} undoable
 * @property {string|null} undoneAt
 * @property {string|null} undoneBy
 * @property {number} setAside
 * @property {number} corrected
 *
 * @typedef {object} WaitingRow a row that was not taken
 * @property {number} rowNumber
 * @property {string} state
 * @property {string} reason
 * @property {string} place
 * @property {string} detail
 * @property {string} raw
 * @property {string|null} setAside
 * @property {Record<string, string|null>|null} fields null where it can't be corrected
 * @property {string[]} faulty
 * @property {boolean} hasShape
 *
 * @typedef {{rowNumber: number, values: Record<string, string>, place?: number[]}} CorrectedRow
 * @typedef {{rows: CorrectedRow[]}|{replace: {column: string, from: string|null, to: string}}|{all: true}} CorrectionWish
 * @typedef {{rowNumber: number, action: 'correct'|'set_aside'|'reopen', carriedOutBy: number|null, before: Record<string, any>, after: Record<string, any>, state: string, reason: string, actor: string, correctedAt: string, undone: boolean}} Correction
 * @typedef {{ledger: string, profile: string, file: string, importedAt: string, asOf: string|null, rows: number}} Ledger
 * @typedef {{kind: 'added'|'changed'|'removed', row: number|null, fact: number|null, name: string, fields: {field: string, before: any, after: any}[], movedM: number|null, before: {coordinates: number[]}|null, after: {coordinates: number[]}|null}} Difference
 * @typedef {{ledger: string, dataVersion: number, stored: number, added: number, changed: number, removed: number, unchanged: number, removeMissing: boolean, differences: Difference[]}} Comparison
 *
 * @typedef {'same'|'different'|'later'} FirmVerdict
 * @typedef {Sentence & {key: string, for: boolean, weight: number}} FirmEvidence
 * @typedef {{name: string, department: string, orders: number, yen: number, firstYear: number, lastYear: number, workKinds: string[], titles: string[]}} FirmOrderer
 * @typedef {{number: number, id: string, name: string, corporateNumber: string|null, kind: string, address: string, trades: string, spellings: string[], assets: number, orderers: FirmOrderer[], orders: number, yen: number}} FirmFacts
 * @typedef {{one: FirmFacts, other: FirmFacts, probability: number, yenAtStake: number, evidence: FirmEvidence[], later: boolean}} FirmQuestion
 * @typedef {{id: number, firm: number, name: string, corporateNumber: string|null, orderer: string, orders: number, yen: number, keptNumber: number, kept: string, keptName: string, decidedBy: 'engine'|'person', probability: number, evidence: FirmEvidence[], actor: string, madeAt: string}} FirmMerge
 *
 * @typedef {{jobID: string, processID: string, status: 'accepted'|'running'|'successful'|'failed'|'dismissed', progress: number, message: string}} JobStatus
 * @typedef {{name: string, field: string|null, role: string|null, confidence: number, word: Sentence, reasons: Sentence[], examples: string[], filled: number, key: boolean}} ColumnSuggestion
 * @typedef {{value: string|null, confidence: number, word: Sentence, reasons: Sentence[]}} Found
 * @typedef {object} Suggested what a file would be imported as, and what would come of it
 * @property {string} upload
 * @property {string[]} dataSets
 * @property {string} dataSet
 * @property {{name: string, title: string, titleEn: string}|null} fitting
 * @property {{rows: number, encoding: string, shape: string, points: number, lines: number, polygons: number}} table
 * @property {{kind: Found, sector: Found, owner: Found, columns: ColumnSuggestion[], missing: (Sentence & {about: string, required: boolean})[], notes: Sentence[]}} suggestion
 * @property {import('./suggestion.js').ImportProfile} profile
 * @property {{report: Report, rows: {row: number, state: string, values: Record<string, any>}[], problems: {rowNumber: number, state: string, reason: string, place: string, detail: string, raw: string}[],
 *   towns: {code: string|null, name: string|null, rows: number}[], features: any[]}|null} preview
 * @property {{detail: string, parameter?: string}|null} refused
 *
 * @typedef {{profile: string, sector: string, owner: string, encoding: string, crs: string, licence: string, asOf: string, update: string, ledger: string, removeMissing: string}} ImportOptions empty: as the file has it
 * @typedef {{name: string, title: string, titleEn: string, kind: string, extensions: string[], description: string}} Profile
 */
export {};
