// @ts-check
/** What happens to imports after they were made: undone, rows corrected or set aside, ledgers compared and replaced. */
import { correctRows, listLedgers, setRowsAside, startImport, undoImport } from '../api/imports.js';
import { followJob, jobResults } from '../api/runs.js';

/** @param {import('./app.js').App} app @returns {import('./app.js').ReportOperations} */
export function reportOperations(app) {
  const { store, t } = app;

  /** The map, the counts and the list of imports after something changed. @param {import('../core/types.js').Report} [report] */
  async function refresh(report) {
    const { reports, imported } = store.get();
    if (report && reports) store.set({ reports: reports.map(one => (one.id === report.id ? report : one)) });
    if (report && imported) store.set({ imported: { ...imported, imports: imported.imports.map(one => (one.id === report.id ? report : one)) } });
    await app.areas.reload();
    await app.imports.load();
  }

  /** @param {string} text @param {any} [error] */
  const fail = (text, error) => store.set({ importError: { text, parameter: error?.parameter } });

  /** @param {Record<string, string>} more @returns {Promise<any>} result of the job; null when it failed */
  async function run(more) {
    const { area, files, importOptions } = store.get();
    if (!area || !files.length) return null;
    store.set({ importError: null, imported: null, importing: /** @type {any} */ ({ jobID: '', status: 'accepted', progress: 0, message: '' }) });
    const begun = await app.attempt(() => startImport(area.code, files, /** @type {any} */ ({ ...importOptions, ...more })), fail);
    const ended = begun && await app.attempt(() => followJob(begun.job, job => store.set({ importing: job })), fail);
    const result = ended?.status === 'successful' ? await app.attempt(() => jobResults(ended.jobID), fail) : null;
    store.set({ importing: null });
    if (ended?.status === 'failed') fail(app.sentence(ended.message));
    const refused = result?.refused?.[0];
    if (refused) fail(refused.reason?.[store.get().lang] ?? String(refused.reason));
    return refused ? null : result;
  }

  async function loadLedgers() {
    const code = store.get().area?.code;
    const ledgers = code && await app.attempt(() => listLedgers(code));
    if (ledgers && store.get().area?.code === code) store.set({ ledgers });
  }
  store.on(['importOptions', 'area'], state => {
    if (state.comparison) store.set({ comparison: null });
    if (state.importOptions.update && !state.ledgers) void loadLedgers();
  });

  return {
    async undo(report) {
      const undone = await app.attempt(() => undoImport(report.id), text => store.set({ importError: { text } }));
      if (!undone) return false;
      store.set({ importError: null, ledgers: null });
      app.say(t('importUndone', { file: report.file }));
      await refresh(undone);
      return true;
    },

    async undoCorrection(id) {
      const undone = await app.attempt(() => undoImport(id));
      if (!undone) return false;
      app.say(t('correctionUndone'));
      await refresh();
      return true;
    },

    async correct(report, wish, failed) {
      const outcome = await app.attempt(() => correctRows(report.id, wish), failed);
      if (!outcome) return false;
      app.say(t('corrected', { taken: outcome.taken, duplicate: outcome.duplicate, waiting: outcome.waiting }));
      if (outcome.waiting && 'rows' in wish) failed(app.sentence(outcome.rows[0].reason));
      await refresh(outcome.report);
      return outcome.taken + outcome.duplicate > 0;
    },

    async setAside(report, wish, failed) {
      const changed = await app.attempt(() => setRowsAside(report.id, wish), failed);
      if (!changed) return false;
      app.say(t(wish.why === null ? 'reopened' : 'setAsideDone'));
      await refresh(changed);
      return true;
    },

    pickPlace: take => { store.set({ placing: take }); app.say(t('pickPlaceHint')); },

    async compare() {
      const result = await run({ preview: 'true' });
      const comparison = result?.imports?.[0];
      if (comparison?.comparison) store.set({ comparison });
    },

    async applyUpdate() {
      const seen = store.get().comparison?.comparison?.dataVersion;
      const result = await run(seen === undefined ? {} : { seenVersion: String(seen) });
      if (!result) return store.set({ comparison: null });
      store.set({ imported: result, files: [], ledgers: null, importOptions: { ...store.get().importOptions, update: '', ledger: '', removeMissing: '' } });
      app.say(t('updated'));
      await refresh();
    },

    dropComparison: () => store.set({ comparison: null }),
  };
}
