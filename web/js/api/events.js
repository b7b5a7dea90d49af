// @ts-check
/**
 * News from the server: jobs, edits by others, new data. The browser opens the stream again by itself; what was
 * told meanwhile is lost, so the listener hears of it.
 * @param {string} area
 * @param {{job: (news: any) => void, scenario: (news: any) => void, data: (news: any) => void, gone: () => void, reopened: () => void}} hear
 * @returns {() => void} closes the stream
 */
export function listen(area, hear) {
  const stream = new EventSource(`/api/events?area=${encodeURIComponent(area)}`);
  for (const name of /** @type {const} */ (['job', 'scenario', 'data'])) {
    stream.addEventListener(name, event => hear[name](JSON.parse(event.data)));
  }
  let opened = false;
  stream.onopen = () => {
    if (opened) hear.reopened();
    opened = true;
  };
  stream.onerror = () => hear.gone();
  return () => stream.close();
}
