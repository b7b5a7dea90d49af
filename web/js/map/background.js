// @ts-check
/**
 * 地理院タイル (淡色地図) under real study areas. When they can't be had the layer goes away without a word from
 * the map itself; the listener may tell the reader. Fictitious areas have no background: none of it is there.
 */
const ADDRESS = 'https://cyberjapandata.gsi.go.jp/xyz/pale/{z}/{x}/{y}.png';
const CREDIT = '<a href="https://maps.gsi.go.jp/development/ichiran.html" target="_blank" rel="noopener">地理院タイル</a>';

/** So many tiles in a row must fail before the layer is given up. */
const PATIENCE = 4;

/** @param {(available: boolean) => void} onChange */
export function createBackground(onChange) {
  const source = new ol.source.XYZ({ url: ADDRESS, attributions: CREDIT, minZoom: 5, maxZoom: 18, crossOrigin: 'anonymous', transition: 0 });
  const layer = new ol.layer.Tile({ source, zIndex: 0, visible: false });
  let wanted = false;
  let failures = 0;

  source.on('tileloadend', () => { failures = 0; });
  source.on('tileloaderror', () => {
    failures += 1;
    if (failures === PATIENCE) show(false);
  });
  globalThis.addEventListener('online', () => { if (wanted) retry(); });

  /** @param {boolean} available */
  function show(available) {
    layer.setVisible(wanted && available);
    onChange(!wanted || available);
  }

  function retry() {
    failures = 0;
    source.refresh();
    show(true);
  }

  return {
    layer,
    /** @param {boolean} real whether there is a real place under the area */
    want(real) {
      wanted = real;
      if (wanted) retry();
      else show(false);
    },
  };
}
