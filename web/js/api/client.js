// @ts-check
/**
 * The one place that talks HTTP. An answer that is not good becomes an ApiError with the server's own sentence;
 * no answer at all, or a 503, is told to the listener, so that the page can say that the connection is gone.
 * A server that is only busy (it names the limit) is asked again when it says so.
 */

export class ApiError extends Error {
  /**
   * @param {number} status 0 when there was no answer
   * @param {any} problem ProblemDetails
   */
  constructor(status, problem) {
    super(problem?.detail ?? problem?.title ?? `HTTP ${status}`);
    this.status = status;
    /** @type {any} */
    this.problem = problem ?? {};
    /** @type {string|undefined} */
    this.parameter = problem?.parameter;
  }

  /** Whether the server was away rather than unwilling. */
  get away() {
    return isAway(this.status, this.problem);
  }
}

/** @param {number} status @param {any} problem */
const isAway = (status, problem) => status === 0 || status === 502 || (status === 503 && !problem?.limit);

/** How often a busy server is asked again, and the longest pause that it may ask for (seconds). */
const TRIES = 4;
const LONGEST_PAUSE = 10;

/** A call that we took back ourselves. */
export class Cancelled extends Error {}

/** @type {(reachable: boolean) => void} */
let onReach = () => {};

/** @param {(reachable: boolean) => void} listener hears after each call whether the server could be reached */
export function listenToReach(listener) {
  onReach = listener;
}

/**
 * @param {string} path
 * @param {{method?: string, body?: any, form?: FormData, signal?: AbortSignal, headers?: Record<string, string>}} [options]
 * @returns {Promise<Response>} with a good status
 */
export async function call(path, { method = 'GET', body, form, signal, headers = {} } = {}) {
  for (let tries = method === 'GET' ? TRIES : 1; ; tries -= 1) {
    const response = await reach(path, {
      method,
      signal,
      cache: 'no-cache',
      headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
      body: form ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    const problem = response.ok ? null : await response.json().catch(() => null);
    onReach(!isAway(response.status, problem));
    if (response.ok) return response;
    const pause = Number(response.headers.get('Retry-After') ?? 1);
    if (tries === 1 || !problem?.limit || ![429, 503].includes(response.status) || !(pause <= LONGEST_PAUSE)) throw new ApiError(response.status, problem);
    await new Promise(done => { setTimeout(done, pause * 1000); });
  }
}

/**
 * @param {string} path
 * @param {RequestInit} init
 */
async function reach(path, init) {
  try {
    return await fetch(path, init);
  } catch {
    throw broken(init.signal);
  }
}

/** Why there is no answer: taken back by us, or the server is away. @param {AbortSignal|null|undefined} signal */
function broken(signal) {
  if (signal?.aborted) return new Cancelled();
  onReach(false);
  return new ApiError(0, null);
}

/**
 * @param {string} path
 * @param {Parameters<typeof call>[1]} [options]
 * @returns {Promise<any>} the JSON body; null when there is none
 */
export async function json(path, options) {
  const response = await call(path, options);
  try {
    return response.status === 204 ? null : await response.json();
  } catch {
    throw broken(options?.signal);
  }
}

/**
 * @param {string} path
 * @param {Parameters<typeof call>[1]} [options]
 * @returns {Promise<{bytes: ArrayBuffer, headers: Headers}>}
 */
export async function binary(path, options) {
  const response = await call(path, options);
  try {
    return { bytes: await response.arrayBuffer(), headers: response.headers };
  } catch {
    throw broken(options?.signal);
  }
}

/** Whether the server is there and ready. */
export async function isReady() {
  try {
    return (await fetch('/health/ready', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}
