// @ts-check
/** Files dropped anywhere on the page, folders opened. */
import { fill, h } from './dom.js';
import { icon } from './icons.js';

/** @param {import('../operations/app.js').App} app @param {HTMLElement} cover shown while files are over the page */
export function listenToDrops(app, cover) {
  let inside = 0;
  const hasFiles = (/** @type {DragEvent} */ event) => Boolean(event.dataTransfer?.types.includes('Files'));
  const show = (/** @type {boolean} */ over) => {
    if (over) fill(cover, h('div', null, icon('imports', 48), h('p', null, app.t('dropHere'))));
    cover.hidden = !over;
  };
  document.addEventListener('dragenter', event => { if (hasFiles(event)) { inside += 1; show(true); } });
  document.addEventListener('dragleave', event => { if (hasFiles(event)) { inside -= 1; if (inside <= 0) show(false); } });
  document.addEventListener('dragover', event => { if (hasFiles(event)) event.preventDefault(); });
  document.addEventListener('drop', event => {
    inside = 0;
    show(false);
    if (!event.dataTransfer || !hasFiles(event)) return;
    event.preventDefault();
    void filesOf(event.dataTransfer).then(files => app.imports.take(files));
  });
}

/** @param {DataTransfer} transfer @returns {Promise<File[]>} */
async function filesOf(transfer) {
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry?.()).filter(entry => entry !== null && entry !== undefined);
  if (!entries.length) return [...transfer.files];
  return (await Promise.all(entries.map(open))).flat();
}

/** @param {FileSystemEntry} entry @returns {Promise<File[]>} */
async function open(entry) {
  if (entry.isFile) return [await new Promise((done, fail) => { /** @type {FileSystemFileEntry} */ (entry).file(done, fail); })];
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  /** @type {File[]} */
  const files = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((done, fail) => { reader.readEntries(done, fail); });
    if (!some.length) return files;
    files.push(...(await Promise.all(some.map(open))).flat());
  }
}
