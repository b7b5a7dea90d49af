// @ts-check
/** Checking the columns of a file before it is imported: proposal, preview on the map, changes, import. */
import { discardHeld, importHeld, preview, profileFields, saveProfile, suggest } from '../api/suggest.js';
import { withDefault, withKey, withTitle, withUse } from '../core/suggestion.js';

/** Changes that follow each other quickly are previewed once (ms). */
const PATIENCE = 350;

/** @param {import('./app.js').App} app @returns {import('./app.js').SuggestOperations} */
export function suggestOperations(app) {
  const { store, map } = app;
  let abort = new AbortController();
  let timer = 0;

  /** @param {Partial<import('./state.js').Checking>} change */
  const set = change => {
    const { checking } = store.get();
    if (checking) store.set({ checking: { ...checking, ...change } });
  };

  /** A new answer is awaited; an older one is taken back. */
  function begin() {
    clearTimeout(timer);
    abort.abort();
    abort = new AbortController();
    set({ busy: true, error: null });
    return abort.signal;
  }

  /** @param {string} text @param {any} error */
  const fail = (text, error) => set({ busy: false, error: { text, parameter: error?.parameter } });

  /** @param {import('../core/types.js').Suggested|null} reply @param {boolean} first */
  function take(reply, first) {
    if (!reply || !store.get().checking) return;
    set({ busy: false, reply, profile: reply.profile, upload: reply.upload, dataSet: reply.dataSet, dataSets: reply.dataSets });
    map.preview.show(reply.preview?.features ?? []);
    if (first) map.fitPreview();
    const counts = reply.preview?.report;
    app.say(counts ? app.t('previewSaid', { read: app.count(counts.read), quarantined: app.count(counts.quarantined) }) : app.sentence(reply.refused?.detail ?? ''));
  }

  /** What the server is asked. @param {Record<string, any>} [more] */
  function asked(more = {}) {
    const { checking, importOptions } = store.get();
    const { crs, encoding, licence, asOf } = importOptions;
    return { upload: checking?.upload, dataSet: checking?.dataSet || null, crs: crs || null, encoding: encoding || null, licence: licence || null, asOf: asOf || null, ...more };
  }

  /** Proposes anew, e.g. for another kind or data set. @param {Record<string, any>} more */
  async function propose(more) {
    const { area, importOptions } = store.get();
    if (!area) return;
    const signal = begin();
    take(await app.attempt(() => preview(area.code, asked({ sector: importOptions.sector || null, owner: importOptions.owner || null, ...more }), signal), fail), true);
  }

  async function look() {
    const { area, checking } = store.get();
    if (!area || !checking?.profile) return;
    const signal = begin();
    const reply = await app.attempt(() => preview(area.code, asked({ profile: checking.profile }), signal), fail);
    // The evidence is that of the proposal; only what would come of it is new.
    const first = store.get().checking?.reply;
    take(reply && first ? { ...reply, suggestion: { ...reply.suggestion, columns: first.suggestion.columns } } : reply, false);
  }

  /** @param {import('../core/suggestion.js').ImportProfile} profile */
  function change(profile) {
    set({ profile, busy: true });
    clearTimeout(timer);
    abort.abort();
    timer = setTimeout(() => void look(), PATIENCE);
  }

  /** @param {boolean} discard whether the server lets go of the files too */
  function close(discard) {
    const { area, checking } = store.get();
    clearTimeout(timer);
    abort.abort();
    map.preview.show([]);
    store.set({ checking: null });
    const upload = checking?.upload;
    if (discard && area && upload) void app.attempt(() => discardHeld(area.code, upload), () => {});
  }

  return {
    async check() {
      const { area, files, importOptions } = store.get();
      if (!area || !files.length) return;
      store.set({ importError: null, imported: null, checking: { busy: true, reply: null, profile: null, upload: '', dataSet: '', dataSets: [], done: [], error: null } });
      if (!store.get().profileFields) store.set({ profileFields: await app.attempt(profileFields) ?? [] });
      const signal = begin();
      const { sector, owner, encoding, crs } = importOptions;
      let why = { text: '', parameter: /** @type {string|undefined} */ (undefined) };
      const reply = await app.attempt(() => suggest(area.code, files, { sector, owner, encoding, crs }, signal), (text, error) => { why = { text, parameter: error.parameter }; });
      if (reply) return take(reply, true);
      store.set({ checking: null, importError: why.text ? why : null });
    },

    /** @param {string} column @param {string} use */
    use(column, use) {
      const profile = store.get().checking?.profile;
      if (profile) change(withUse(profile, column, use));
    },

    /** @param {string} column */
    key(column) {
      const profile = store.get().checking?.profile;
      if (profile) change(withKey(profile, column));
    },

    /** @param {'sector'|'owner'} name @param {string} value */
    say(name, value) {
      const profile = store.get().checking?.profile;
      if (profile) change(withDefault(profile, name, value));
    },

    /** @param {'crs'|'encoding'} name @param {string} value */
    read(name, value) {
      store.set({ importOptions: { ...store.get().importOptions, [name]: value } });
      void look();
    },

    /** @param {string} kind */
    kind: kind => void propose({ kind }),

    /** @param {string} dataSet */
    dataSet(dataSet) {
      set({ dataSet });
      void propose({});
    },

    /** @param {string} title */
    async importNow(title) {
      const { area, checking } = store.get();
      if (!area || !checking?.profile) return;
      const profile = withTitle(checking.profile, title);
      set({ busy: true, error: null });
      if (!await app.attempt(() => saveProfile(area.code, profile), fail)) return;
      const rest = checking.dataSets.filter(name => name !== checking.dataSet && !checking.done.includes(name));
      const ticket = await app.attempt(() => importHeld(area.code, asked({ profile, more: rest.length > 0 })), fail);
      if (!ticket) return;
      if (!rest.length) close(false);
      await app.imports.follow(async () => ticket, rest.length > 0);
      if (!rest.length || !store.get().checking) return;
      set({ done: [...checking.done, checking.dataSet], dataSet: rest[0] });
      await propose({});
    },

    quit: () => close(true),
  };
}
