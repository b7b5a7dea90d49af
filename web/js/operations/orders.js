// @ts-check
/** Orders (発注): the table and its filters, the orders behind a cell, links to decide. */
import { decideLink, linkDecisions, linkShares, openLinks, orderChoices, ordersOf, orderTable, undoLink } from '../api/orders.js';
import { nextSort } from '../core/orders.js';

/** Open links asked for at once. */
const QUESTIONS = 20;
/** Orders listed of a cell. */
const LISTED = 200;
const DECISIONS = 10;

/** @typedef {import('./state.js').OrderState} OrderState */

/** @param {import('./app.js').App} app @returns {import('./app.js').OrderOperations} */
export function orderOperations(app) {
  const { store, map } = app;
  let asked = 0;

  /** @param {Partial<OrderState>} change */
  const set = change => store.set({ orders: { ...store.get().orders, ...change } });
  const code = () => store.get().area?.code;
  const here = (/** @type {string} */ was) => code() === was;

  async function loadTable() {
    const area = code();
    if (!area) return;
    asked += 1;
    const mine = asked;
    set({ busy: true, error: null });
    const { filter, choices } = store.get().orders;
    const found = await app.attempt(() => Promise.all([orderTable(area, filter), choices ?? orderChoices(area)]),
      (text, error) => { if (mine === asked) set({ error: { text, parameter: error.parameter } }); });
    if (mine !== asked || !here(area)) return;
    set(found ? { busy: false, table: found[0], choices: found[1] } : { busy: false });
  }

  async function loadLinks() {
    const area = code();
    if (!area) return;
    const found = await app.attempt(() => Promise.all([linkShares(area), openLinks(area, store.get().orders.linkOrderer, QUESTIONS), linkDecisions(area, DECISIONS)]),
      text => set({ linkError: text }));
    if (!found || !here(area)) return;
    const [shares, open, decisions] = found;
    set({ shares, open, decisions, linkError: '' });
    const { chosen } = store.get().orders;
    choose(open.links.find(link => same(link, chosen)) ?? null, false);
  }

  /** @param {import('../core/orders.js').OpenLink|null} a @param {import('../core/orders.js').OpenLink|null} b */
  const same = (a, b) => Boolean(a && b && a.contract === b.contract && a.mention === b.mention);

  /** Shows what may be meant on the map. @param {import('../core/orders.js').OpenLink|null} link @param {boolean} [zoom] */
  function choose(link, zoom = true) {
    set({ chosen: link });
    map.marks.show(link ? link.assets.map((asset, at) => ({ label: String(at + 1), bbox: asset.bbox })) : []);
    if (link && zoom && link.assets.length) map.fit(around(link.assets.map(asset => asset.bbox)));
  }

  /** @param {() => Promise<import('../core/orders.js').LinkDecision>} call @param {string} said */
  async function change(call, said) {
    const done = await app.attempt(call, text => set({ linkError: text }));
    if (!done) return;
    choose(null);
    app.say(app.t(said));
    await loadLinks();
  }

  return {
    ensure() {
      const { table, shares, part } = store.get().orders;
      if (!table) void loadTable();
      if (part === 'links' && !shares) void loadLinks();
    },

    async reload() {
      if (store.get().tab !== 'orders') return set({ table: null, shares: null, choices: null, open: null });
      set({ choices: null });
      await Promise.all([loadTable(), store.get().orders.part === 'links' ? loadLinks() : set({ shares: null })]);
    },

    /** @param {'table'|'links'} part */
    show(part) {
      set({ part, row: null, list: null });
      if (part === 'table') choose(null);
      else if (!store.get().orders.shares) void loadLinks();
    },

    /** @param {keyof import('../core/orders.js').OrderFilter} name @param {string} value */
    filter(name, value) {
      const { filter } = store.get().orders;
      set({ filter: /** @type {any} */ ({ ...filter, [name]: value }), row: null, list: null });
      void loadTable();
    },

    sort: column => set({ sort: nextSort(store.get().orders.sort, column) }),

    /** @param {import('../core/orders.js').OrderRow|null} row */
    async openRow(row) {
      const area = code();
      set({ row, list: null });
      if (!row || !area) return;
      const list = await app.attempt(() => ordersOf(area, store.get().orders.filter, row, LISTED), text => set({ error: { text } }));
      if (list && here(area) && store.get().orders.row === row) set({ list });
    },

    /** @param {string} orderer */
    async askOf(orderer) {
      set({ linkOrderer: orderer, open: null });
      choose(null);
      await loadLinks();
    },

    choose,

    /** @param {import('../core/orders.js').OpenLink} link @param {string[]} accepted ids of the assets meant; the others are not */
    async decide(link, accepted) {
      const area = code();
      if (!area) return;
      const rejected = link.assets.map(asset => asset.id).filter(id => !accepted.includes(id));
      await change(() => decideLink(area, { id: crypto.randomUUID(), contract: link.contract, mention: link.mention, accepted, rejected }), accepted.length ? 'linkTaken' : 'linkRefused');
    },

    /** @param {string} id */
    async undo(id) {
      const area = code();
      if (area) await change(() => undoLink(area, id), 'linkUndone');
    },
  };
}

/** The box round boxes. @param {number[][]} boxes */
function around(boxes) {
  return [Math.min(...boxes.map(box => box[0])), Math.min(...boxes.map(box => box[1])), Math.max(...boxes.map(box => box[2])), Math.max(...boxes.map(box => box[3]))];
}
