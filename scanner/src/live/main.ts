/** The learner's code page: the code that renews itself, the countdown of typed digits, 完成核發時數. */

import { keepAwake } from "./awake";
import { keyOf, signer } from "./key_fetch";
import { openKeyStore } from "./key_store";
import { liveCode } from "./live_code";
import { poll } from "./progress";
import { findScreen, type Screen } from "./screen";
import { serverTime, type ServerTime } from "./server_time";
import { countDown } from "./typed";

const deviceNow = (): number => Date.now();
const later = (act: () => void, ms: number): number => window.setTimeout(act, ms);
const cancel = (timer: number): void => {
  window.clearTimeout(timer);
};
const isVisible = (): boolean => document.visibilityState === "visible";

const screen = findScreen(document);
if (screen !== null) start(screen);

function start(page: Screen): void {
  const time = serverTime(deviceNow, page.serverTime - loadedAt());
  const polling = poll(page.progressUrl, {
    fetch: fetch.bind(window),
    deviceNow,
    time,
    isVisible,
    later,
    cancel,
    show: page.showEarned,
    reachable: page.showReachable,
  });
  const onView: (() => void)[] = [
    polling.wake,
    () => {
      keepAwake(navigator);
    },
  ];
  page.onAsk(polling.wake);
  countDown(document, time.now);
  const comeIntoView = (): void => {
    if (isVisible()) for (const act of onView) act();
  };
  document.addEventListener("visibilitychange", comeIntoView);
  window.addEventListener("pageshow", comeIntoView);
  window.addEventListener("online", comeIntoView);
  comeIntoView();
  void startLive(page, time, onView);
}

/** When this page reached the device, by the device's clock. */
function loadedAt(): number {
  const arrived = performance.timing.responseStart;
  return arrived > 0 ? arrived : deviceNow();
}

/** Without WebCrypto, or without the key, the code that the server drew stays on the page. */
async function startLive(page: Screen, time: ServerTime, onView: (() => void)[]): Promise<void> {
  const subtle = (crypto as Partial<Crypto> | undefined)?.subtle;
  if (subtle === undefined) return;
  const store = await openKeyStore(window.indexedDB as IDBFactory | undefined);
  let running = false;
  const begin = async (): Promise<void> => {
    if (running) return;
    const deps = { fetch: fetch.bind(window), subtle, store, time, deviceNow };
    const stored = await keyOf(page.code, page.keyUrl, page.csrf, deps);
    if (stored === null || running) return;
    running = true;
    const live = liveCode(stored, signer(stored.key, subtle), {
      time,
      later,
      cancel,
      draw: page.drawModules,
      showLeft: page.showLeft,
    });
    onView.push(live.refresh);
  };
  onView.push(() => void begin());
  await begin();
}
