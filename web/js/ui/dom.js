// @ts-check
/**
 * @typedef {Node|string|number|null|undefined|false} Child
 * @typedef {Child|Child[]|(Child|Child[])[]} Children
 * @typedef {Record<string, any>} Props attributes; `on…` are listeners, `class`, `data-…`, booleans as in HTML
 */
const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Props|null} [props]
 * @param {...Children} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  assign(element, props);
  element.append(...present(children));
  return element;
}

/**
 * Makes an SVG element.
 * @param {string} tag @param {Props|null} [props] @param {...Children} children
 * @returns {SVGElement}
 */
export function s(tag, props, ...children) {
  const element = document.createElementNS(SVG, tag);
  assign(element, props);
  element.append(...present(children));
  return element;
}

/** @param {Element} element @param {Props|null} [props] */
function assign(element, props) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2).toLowerCase(), value);
    else if (name === 'value' && 'value' in element) /** @type {any} */ (element).value = value;
    else if (name === 'style') for (const [key, part] of Object.entries(value)) /** @type {HTMLElement} */ (element).style.setProperty(key, part);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
}

/** @param {Children[]} children @returns {(Node|string)[]} */
function present(children) {
  return /** @type {Child[]} */ (children.flat(Infinity)).filter(child => child !== null && child !== undefined && child !== false)
    .map(child => (child instanceof Node ? child : String(child)));
}

/**
 * Replaces what is in a container; whoever had the focus (by its data-key) has it again.
 * @param {Element} container @param {...Children} children
 */
export function fill(container, ...children) {
  const active = document.activeElement;
  const key = active && container.contains(active) ? active.getAttribute('data-key') : null;
  container.replaceChildren(...present(children));
  if (!key) return;
  const heir = /** @type {HTMLElement|null} */ (container.querySelector(`[data-key="${CSS.escape(key)}"]`));
  heir?.focus({ preventScroll: true });
}

let lastId = 0;

/** An id for label and description. @param {string} stem */
export function freshId(stem) {
  lastId += 1;
  return `${stem}-${lastId}`;
}
