// @ts-check
/** 名寄せ: deciding doubtful pairs of contractors, looking at merges, taking either back. */
import { decideFirms, listMerges, listQuestions, undoMerge, withdrawDecision } from '../api/firms.js';

/** Doubtful pairs and merges fetched at a time: the page shows the worst first. */
const PAGE = 30;

/** @param {import('./app.js').App} app @returns {import('./app.js').FirmOperations} */
export function firmOperations(app) {
  const { store } = app;
  const here = () => store.get().area?.code;
  /** @param {string} text */
  const fail = text => store.set({ firmError: text });

  async function load() {
    const code = here();
    if (!code) return;
    const loaded = await app.attempt(() => Promise.all([listQuestions(code, PAGE), listMerges(code, store.get().firmText, PAGE)]), fail);
    if (!loaded || here() !== code) return;
    const [questions, merges] = loaded;
    const kept = questions.items.find(one => sameFirms(one, store.get().firmQuestion));
    store.set({ firmQuestions: questions, firmMerges: merges, firmQuestion: kept ?? questions.items[0] ?? null });
  }

  /**
   * Does something that changes who is who, and shows the lists as they are then.
   * @param {(code: string) => Promise<{decision: number}|null>} work
   * @param {string} text what was done
   */
  async function change(work, text) {
    const code = here();
    if (!code || store.get().firmBusy) return;
    store.set({ firmBusy: true, firmError: '' });
    const done = await app.attempt(() => work(code).then(ticket => ({ ticket })), fail);
    store.set({ firmBusy: false });
    if (!done || here() !== code) return load();
    store.set({ firmLast: done.ticket ? { decision: done.ticket.decision, text } : null });
    app.say(text);
    await load();
  }

  return {
    load,

    /** @param {import('../core/types.js').FirmQuestion} question */
    choose: question => store.set({ firmQuestion: question, firmError: '' }),

    /** @param {import('../core/types.js').FirmVerdict} verdict */
    async decide(verdict) {
      const question = store.get().firmQuestion;
      if (!question) return;
      const { one, other } = question;
      store.set({ firmQuestion: null });
      await change(code => decideFirms(code, { one: one.number, other: other.number, verdict }), app.t(`firmDone_${verdict}`, { one: one.name, other: other.name }));
    },

    /** @param {import('../core/types.js').FirmMerge} merge */
    undo: merge => change(code => undoMerge(code, merge.id), app.t('firmUndone', { name: merge.name, kept: merge.keptName })),

    async takeBack() {
      const last = store.get().firmLast;
      if (last) await change(code => withdrawDecision(code, last.decision).then(() => null), app.t('firmTakenBack'));
    },

    /** @param {string} text */
    async search(text) {
      store.set({ firmText: text });
      await load();
    },
  };
}

/** @param {import('../core/types.js').FirmQuestion} one @param {import('../core/types.js').FirmQuestion|null} other */
function sameFirms(one, other) {
  return other !== null && one.one.number === other.one.number && one.other.number === other.other.number;
}
