// @ts-check
/** Files into the study area, and what became of them. */
import { listProfiles, listReports, startImport } from '../api/imports.js';
import { followJob, jobResults } from '../api/runs.js';
import { ownProfiles } from '../api/suggest.js';

/** @param {import('./app.js').App} app @returns {import('./app.js').ImportOperations} */
export function importOperations(app) {
  const { store } = app;

  async function load() {
    const code = store.get().area?.code;
    const reports = code && await app.attempt(() => listReports(code));
    if (reports && store.get().area?.code === code) store.set({ reports });
    const own = code && await app.attempt(() => ownProfiles(code));
    if (own && store.get().area?.code === code) store.set({ ownProfiles: own });
  }

  /** @param {string} text @param {any} [error] */
  const fail = (text, error) => store.set({ importError: { text, parameter: error?.parameter } });

  async function start() {
    const { area, files, importOptions } = store.get();
    if (area && files.length) await follow(() => startImport(area.code, files, importOptions), false);
  }

  /** Begins an import and follows it to its report. @param {() => Promise<{job: string}>} call @param {boolean} more whether files wait */
  async function follow(call, more) {
    const { area } = store.get();
    if (!area) return;
    store.set({ importError: null, imported: null, importing: /** @type {any} */ ({ jobID: '', status: 'accepted', progress: 0, message: '' }) });
    const begun = await app.attempt(call, fail);
    const ended = begun && await app.attempt(() => followJob(begun.job, job => store.set({ importing: job })), fail);
    const result = ended?.status === 'successful' ? await app.attempt(() => jobResults(ended.jobID), fail) : null;
    store.set({ importing: null });
    if (ended?.status === 'failed') fail(app.sentence(ended.message));
    if (!result || store.get().area?.code !== area.code) return;
    store.set({ imported: result, files: more ? store.get().files : [] });
    app.say(app.t('imported'));
    await app.areas.reload();
  }

  return {
    load,
    start,
    follow,

    async loadProfiles() {
      const profiles = await app.attempt(listProfiles);
      if (profiles) store.set({ profiles });
    },

    /** @param {File[]} files */
    take(files) {
      if (!files.length) return;
      if (store.get().checking) app.suggest.quit();
      if (!store.get().area) return app.say(app.t('dropNoArea'));
      store.set({ files, tab: 'import', folded: false, importError: null, imported: null });
    },

    clear: () => store.set({ files: [], importError: null }),

    /** @param {keyof import('../core/types.js').ImportOptions} name @param {string} value */
    setOption: (name, value) => store.set({ importOptions: { ...store.get().importOptions, [name]: value }, importError: null }),
  };
}
