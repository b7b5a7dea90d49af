import type { ApiError } from '../api/client.js';
import type { Action } from '../actions/zones.js';
import type { OpenLink, OrderColumn, OrderFilter, OrderRow } from '../core/orders.js';
import type { Place } from '../core/place.js';
import type { createStore } from '../core/store.js';
import type { Scenario } from '../core/scenario.js';
import type { CorrectionWish, EditOperation, FirmMerge, FirmQuestion, FirmVerdict, Group, GroupingInputs, ImportOptions, Report, Surface } from '../core/types.js';
import type { createMapView } from '../map/view.js';
import type { Draft, State } from './state.js';

/** Why a call of the planner was refused; parameter names the field it is about. */
export interface Fault { text: string; parameter?: string }

/** What the rooms of the page have in common. A `whyNot…` gives the key of the reason, empty when nothing is in the way. */
export interface App {
  store: ReturnType<typeof createStore<State>>;
  map: ReturnType<typeof createMapView>;
  clientId: string;
  t(key: string, values?: Record<string, string | number>): string;
  count(number: number): string;
  sentence(detail: string): string;
  say(said: string): void;
  attempt<T>(call: () => Promise<T>, fail?: (text: string, error: ApiError) => void): Promise<T | null>;
  areas: AreaOperations;
  groups: GroupOperations;
  scenarios: ScenarioOperations;
  editing: EditingOperations;
  holding: HoldingOperations;
  imports: ImportOperations;
  reports: ReportOperations;
  orders: OrderOperations;
  suggest: SuggestOperations;
  firms: FirmOperations;
  modes: Modes;
  connection: Connection;
}

export interface AreaOperations {
  loadAreas(wanted?: string, place?: Place): Promise<void>;
  choose(code: string, place?: Place): Promise<void>;
  reload(): Promise<void>;
  create(wish: { code: string; name: string }): Promise<Fault | null>;
  remove(code: string): Promise<void>;
  loadModel(): Promise<void>;
  toggleSector(key: string): void;
  hideSectors(keys: string[]): void;
  showAsset(denseId: number | null): Promise<void>;
  explain(): Promise<void>;
}

export interface GroupOperations {
  loadList(): Promise<void>;
  loadLimits(): Promise<void>;
  load(run?: string, group?: number): Promise<void>;
  show(id: string | null, group?: number): Promise<void>;
  choose(number: number | null, zoom?: boolean): void;
  find(): Promise<void>;
  look(): void;
  stop(): void;
  whyNotFind(state: State): string;
  compare(other: string): Promise<void>;
  setInput(name: keyof GroupingInputs, value: number | string | string[] | Record<string, number> | undefined): void;
  setPreset(key: string): void;
  setMethod(method: string): void;
  whyNotAccept(state: State, group: Group): string;
  accept(group: Group): Promise<void>;
}

export interface ScenarioOperations {
  load(wanted?: string, zone?: string): Promise<void>;
  loadList(): Promise<void>;
  open(id: string | null, zone?: string): Promise<void>;
  refresh(): Promise<void>;
  create(name: string): Promise<boolean>;
  current(): Scenario;
  ensure(): Promise<boolean>;
  rename(name: string): Promise<boolean>;
  remove(): Promise<void>;
  importFile(file: File): Promise<void>;
  hear(news: { id: string; clientId: string }): Promise<void>;
}

export interface EditingOperations {
  edit(operation: EditOperation, action: Action, baseVersion?: number): Promise<boolean>;
  choose(id: string | null, zoom?: boolean): void;
  whyNotDraw(state: State): string;
  whyNotSave(state: State): string;
  whyNotUndo(state: State): string;
  whyNotRedo(state: State): string;
  undo(): Promise<void>;
  redo(): Promise<void>;
  save(name: string): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
  takeLatest(): Promise<void>;
  forgetKept(): void;
}

export interface HoldingOperations {
  ofSurface(surface: Surface | null): void;
  ofZone(): void;
  ofList(): Promise<void>;
}

export interface ImportOperations {
  load(): Promise<void>;
  loadProfiles(): Promise<void>;
  take(files: File[]): void;
  clear(): void;
  setOption(name: keyof ImportOptions, value: string): void;
  start(): Promise<void>;
  follow(call: () => Promise<{ job: string }>, more: boolean): Promise<void>;
}

export interface SuggestOperations {
  check(): Promise<void>;
  use(column: string, use: string): void;
  key(column: string): void;
  say(name: 'sector' | 'owner', value: string): void;
  read(name: 'crs' | 'encoding', value: string): void;
  kind(kind: string): void;
  dataSet(name: string): void;
  importNow(title: string): Promise<void>;
  quit(): void;
}

export interface OrderOperations {
  ensure(): void;
  reload(): Promise<void>;
  show(part: 'table' | 'links'): void;
  filter(name: keyof OrderFilter, value: string): void;
  sort(column: OrderColumn): void;
  openRow(row: OrderRow | null): Promise<void>;
  askOf(orderer: string): Promise<void>;
  choose(link: OpenLink | null, zoom?: boolean): void;
  decide(link: OpenLink, accepted: string[]): Promise<void>;
  undo(id: string): Promise<void>;
}

export interface FirmOperations {
  load(): Promise<void>;
  choose(question: FirmQuestion): void;
  decide(verdict: FirmVerdict): Promise<void>;
  undo(merge: FirmMerge): Promise<void>;
  takeBack(): Promise<void>;
  search(text: string): Promise<void>;
}

export interface Modes {
  browse(): void;
  draw(): void;
  reshape(id: string | null, kept?: Draft): void;
  nameDraft(name: string): void;
  quit(): void;
  discard(): void;
  takeBack(): void;
  snap(): Promise<void>;
  finish(): void;
  key(event: KeyboardEvent): boolean;
}

export interface Connection {
  hear(reachable: boolean): void;
  doubt(): Promise<void>;
  reopened(): void;
  whenReady(begin: () => Promise<void>): Promise<void>;
}

/** What happens to imports after they were made. Each answers whether it was done; what went wrong goes to `fail`. */
export interface ReportOperations {
  undo(report: Report): Promise<boolean>;
  undoCorrection(id: number): Promise<boolean>;
  correct(report: Report, wish: CorrectionWish, fail: (text: string) => void): Promise<boolean>;
  setAside(report: Report, wish: { rows?: number[]; fault?: string; why: string | null }, fail: (text: string) => void): Promise<boolean>;
  pickPlace(take: (place: number[]) => void): void;
  compare(): Promise<void>;
  applyUpdate(): Promise<void>;
  dropComparison(): void;
}
