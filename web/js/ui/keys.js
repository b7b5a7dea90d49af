// @ts-check
/** Keys of the whole page. What is typed into a field stays there. */

/** @param {import('../operations/app.js').App} app */
export function listenToKeys(app) {
  const { store } = app;
  document.addEventListener('keydown', event => {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
    if (isTyping(event.target) && event.key !== 'Escape') return;
    if ((event.key === 'Enter' || event.key === 'Backspace') && isControl(event.target)) return;
    if (app.modes.key(event) || steps(event) || closes(event)) event.preventDefault();
  });

  /** Undo and redo of edits. @param {KeyboardEvent} event */
  function steps(event) {
    if (!(event.ctrlKey || event.metaKey) || store.get().tab !== 'zones') return false;
    const letter = event.key.toLowerCase();
    if (letter === 'z' && !event.shiftKey) return turn('undo', app.editing.whyNotUndo(store.get()));
    if (letter === 'y' || letter === 'z') return turn('redo', app.editing.whyNotRedo(store.get()));
    return false;
  }

  /** @param {'undo'|'redo'} direction @param {string} why */
  function turn(direction, why) {
    if (why) app.say(app.t(why));
    else void app.editing[direction]();
    return true;
  }

  /** @param {KeyboardEvent} event */
  function closes(event) {
    if (event.key !== 'Escape' || !store.get().asset) return false;
    void app.areas.showAsset(null);
    return true;
  }
}

/** @param {EventTarget|null} target */
function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox]):not([type=range]):not([type=file])'));
}

/** @param {EventTarget|null} target */
function isControl(target) {
  return target instanceof HTMLElement && target.matches('button, a, summary, input');
}
