// @ts-check
/** Small pieces that several panels are made of. */
import { fill, freshId, h } from './dom.js';
import { icon } from './icons.js';

/**
 * @param {object} options
 * @param {string} options.label
 * @param {() => void} options.onClick
 * @param {'primary'|'secondary'|'plain'|'danger'} [options.kind]
 * @param {string} [options.icon]
 * @param {string} [options.reason] why it can't be used now; then it stays reachable and says so
 * @param {string} [options.key] keeps the focus over redrawing
 * @param {string} [options.name] fuller name where the label is short
 * @param {boolean} [options.small] icon alone
 */
export function button({ label, onClick, kind = 'secondary', icon: picture, reason = '', key, name, small = false }) {
  return h('button', {
    type: 'button',
    class: `button ${kind}${small ? ' small' : ''}`,
    'aria-disabled': reason ? 'true' : null,
    'aria-label': name ?? (small ? label : null),
    title: reason || (small ? name ?? label : null),
    'data-key': key,
    onClick: () => { if (!reason) onClick(); },
  }, picture && icon(picture, 20), small ? null : h('span', null, label));
}

/**
 * A labelled control with its hint and its fault.
 * @param {object} options
 * @param {string} options.label
 * @param {HTMLElement} options.control
 * @param {string} [options.hint]
 * @param {string} [options.fault]
 */
export function field({ label, control, hint, fault }) {
  const id = control.id || freshId('field');
  control.id = id;
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
  if (described) control.setAttribute('aria-describedby', described);
  if (fault) control.setAttribute('aria-invalid', 'true');
  return h('div', { class: 'field' },
    h('label', { for: id }, label),
    hint && h('p', { class: 'hint', id: `${id}-hint` }, hint),
    control,
    fault && faultLine(fault, `${id}-fault`));
}

/** @param {string} text @param {string} [id] */
export function faultLine(text, id) {
  return h('p', { class: 'fault', id, role: id ? null : 'alert' }, icon('warn', 20), h('span', null, text));
}

/** @param {'info'|'warn'|'done'} kind @param {...import('./dom.js').Children} children */
export function notice(kind, ...children) {
  return h('div', { class: `notice ${kind}` }, icon(kind === 'done' ? 'check' : kind === 'warn' ? 'warn' : 'info', 20), h('div', null, ...children));
}

/** @param {string} text */
export function loading(text) {
  return h('p', { class: 'loading', role: 'status' }, text);
}

/**
 * @param {number} percent
 * @param {string} label
 * @param {string} message
 */
export function progress(percent, label, message) {
  const bar = h('div', { class: 'progress-fill' });
  bar.style.width = `${Math.max(3, percent)}%`;
  return h('div', { class: 'progress' },
    h('div', { class: 'progress-bar', role: 'progressbar', 'aria-label': label, 'aria-valuenow': percent, 'aria-valuemin': 0, 'aria-valuemax': 100 }, bar),
    h('p', { 'aria-live': 'polite' }, `${label}　${percent} %${message ? `　${message}` : ''}`));
}

/**
 * A name to type, with its buttons.
 * @param {object} options
 * @param {string} options.label
 * @param {string} options.value
 * @param {string} options.submit
 * @param {string} [options.fault]
 * @param {(name: string) => void} options.onSubmit
 * @param {() => void} options.onCancel
 * @param {(app: string) => string} options.t
 */
export function nameForm({ label, value, submit, fault, onSubmit, onCancel, t }) {
  const input = h('input', { type: 'text', value, maxlength: 200, autocomplete: 'off', 'data-key': 'name-form' });
  return h('form', { class: 'name-form', onSubmit: (/** @type {Event} */ event) => { event.preventDefault(); onSubmit(input.value.trim()); } },
    field({ label, control: input, fault }),
    h('div', { class: 'row' },
      h('button', { type: 'submit', class: 'button primary' }, submit),
      button({ label: t('cancel'), onClick: onCancel })));
}

/**
 * A list of tabs with one panel each, by the keyboard as ARIA's practices have it.
 * @param {object} options
 * @param {string} options.label
 * @param {{key: string, label: string, icon?: string}[]} options.tabs
 * @param {string} options.chosen
 * @param {(key: string) => void} options.onChoose
 * @param {string} options.id stem of the ids
 */
export function tabList({ label, tabs, chosen, onChoose, id }) {
  const list = h('div', { class: 'tabs', role: 'tablist', 'aria-label': label });
  list.append(...tabs.map(tab => h('button', {
    type: 'button', role: 'tab', id: `${id}-tab-${tab.key}`, 'aria-controls': `${id}-panel`,
    'aria-selected': String(tab.key === chosen), tabindex: tab.key === chosen ? 0 : -1, 'data-key': `${id}-${tab.key}`,
    onClick: () => onChoose(tab.key),
  }, tab.icon && icon(tab.icon, 22), h('span', null, tab.label))));
  list.addEventListener('keydown', event => {
    const at = tabs.findIndex(tab => tab.key === chosen);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onChoose(tabs[(to + tabs.length) % tabs.length].key);
  });
  return list;
}

/**
 * A dialog over the page; resolves when it is closed.
 * @param {string} title
 * @param {(close: () => void) => import('./dom.js').Children} content
 * @param {string} closeLabel
 */
export function openDialog(title, content, closeLabel) {
  const id = freshId('dialog');
  const dialog = h('dialog', { 'aria-labelledby': id });
  const close = () => dialog.close();
  fill(dialog, h('div', { class: 'dialog-head' }, h('h2', { id }, title), button({ label: closeLabel, icon: 'close', kind: 'plain', small: true, onClick: close })), content(close));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * Asks before something is gone for good.
 * @param {{title: string, text: string, yes: string, no: string, close: string, onYes: () => void}} options
 */
export function confirmDialog({ title, text, yes, no, close, onYes }) {
  openDialog(title, shut => [
    h('p', null, text),
    h('div', { class: 'row end' },
      button({ label: no, onClick: shut }),
      button({ label: yes, kind: 'danger', icon: 'bin', onClick: () => { shut(); onYes(); } })),
  ], close);
}
