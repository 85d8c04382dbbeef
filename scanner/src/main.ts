/** The scanner page: everything is put together here, once. */

import { scanApi, type Outcome, type ServerTime } from "./api";
import { camera, type Camera, type CameraState } from "./camera";
import { dedup } from "./dedup";
import { wireDiagnosis } from "./diagnosis";
import { feedback } from "./feedback";
import { forget } from "./forget";
import { grabber } from "./frames";
import { gate, PATIENCE_MS, type Gate } from "./gate";
import type { Settings, Station } from "./item";
import { keepLent } from "./lent";
import { listen, whileVisible } from "./listen";
import { keepAwake } from "./live/awake";
import { offline, type Offline } from "./offline";
import { open, opening } from "./opening";
import type { Outbox } from "./outbox";
import { readPage, type PageFacts } from "./page";
import { textOf } from "./picture";
import { idling, pinAgain } from "./pin";
import { reader } from "./reader";
import { openRescued } from "./rescued";
import { download, rescuing } from "./rescuing";
import { scans, type Told } from "./scan";
import { openScreen } from "./screen";
import { spotChecks } from "./spot_check";
import { syncing, type Sync } from "./sync";
import { OUTBOX, tabs } from "./tabs";
import { troubles } from "./troubles";
import { answered, closedWords, follow, newVisit, onceOpen, setClock, tell } from "./visit";
import { walkIns } from "./walk_in";
import { warnings } from "./warnings";
import { WORDS } from "./words";

const LIST_EVERY_MS = 5_000;
const HEARTBEAT_EVERY_MS = 15_000;

const nowMono = (): number => performance.now();
const nowDev = (): Date => new Date();
const later = (act: () => void, ms: number): number => window.setTimeout(act, ms);

const main = document.getElementById("scanner");
if (main !== null) void run(readPage(main));
const lent = document.getElementById("lent");
if (lent !== null) void keepLent(lent);
const loggedOut = document.getElementById("logged-out");
if (loggedOut !== null) void forget(loggedOut);

async function run(page: PageFacts): Promise<void> {
  const visit = newVisit(page.settings);
  const boot = crypto.randomUUID();
  const api = scanApi({ ...page, base: page.apiBase, fetch: fetch.bind(window) });
  const sounds = feedback((heard) => {
    screen.audible(heard);
  });
  const wrong = troubles(nowDev);
  wrong.hear(window);
  let blind: CameraState | null = null;
  const decoder = reader(new Worker(page.worker), (why) => {
    wrong.note(why);
    blind = { state: "stopped", why: "decoder" };
    screen.camera(blind);
  });

  let watching: Camera | null = null;
  let standing: Gate | null = null;
  let sending: Sync | null = null;
  let early: Told[] = [];
  const send = (): void => void sending?.kick();
  let beat = (): Promise<void> => Promise.resolve();
  const idle = idling(Date.now);
  const pin = page.stationUrl !== "" ? null : pinAgain({
    check: (typed) => (visit.station === null ? Promise.resolve({ failure: "offline" }) : api.pin(visit.station, boot, typed)),
    stop: () => watching?.stop(),
    goOn: () => {
      void watching?.start();
      void beat();
    },
  });
  /** What is scanned before the page is ready is taken when it is. */
  const take = (told: Told): void => {
    if (pin?.needed() === true) return;
    if (standing === null) {
      early = [...early, told];
      screen.card({ mood: "idle", message: WORDS.waiting });
      return;
    }
    idle.used();
    void standing.take(told);
  };

  const screen = openScreen({
    hours: (hours) =>
      onceOpen(visit, async (station) => {
        const set = await api.setHours(station, hours);
        if (!("value" in set)) return set.failure === "offline" ? WORDS.hoursOffline : set.message;
        takeSettings(set.value);
        return null;
      }),
    typed: (digits) => {
      take({ by: "typed", digits });
    },
    search: async (name, last4) => {
      if (name.trim() === "" && last4.trim() === "") return WORDS.searchEmpty;
      const found = await onceOpen(visit, (station) => api.search(station, { name, last4 }));
      if (typeof found === "string") return found;
      if (!("value" in found)) return found.failure === "offline" ? WORDS.offline : found.message;
      return found.value.length === 0 ? WORDS.nobody : found.value;
    },
    person: (person) => {
      take({ by: "person", learnerRef: person.learner_ref });
    },
    walkIns: walkIns({ api, onceOpen: (ask) => onceOpen(visit, ask), take }),
    picture: (file) => void readFile(file),
    undo: (scanId, reason) => void standing?.undo(scanId, reason),
    page: (step) => {
      visit.page += step;
      void refreshList();
    },
    restartCamera: () => void watching?.start(),
    torch: (on) => void watching?.setTorch(on),
    lens: () => void watching?.nextLens(),
  });

  const warn = (): void => {
    screen.warn(warnings(visit.settings, page, nowDev().getTime() - (visit.offset ?? 0)));
  };
  const takeSettings = (settings: Settings): void => {
    visit.settings = settings;
    screen.hours(settings.hours);
    warn();
  };
  const refreshList = async (): Promise<void> => {
    if (visit.station === null) return;
    const listed = await api.list(visit.station, visit.page);
    visit.reachable = answered(listed);
    if (!("value" in listed)) return;
    visit.page = listed.value.page;
    screen.list(listed.value);
    screen.counts(listed.value.counts, here);
  };
  const readFile = async (file: File): Promise<void> => {
    screen.card({ mood: "idle", message: WORDS.reading });
    const text = await textOf(file, decoder, async () => {
      const read = await onceOpen(visit, (station) => api.readPicture(station, file));
      return typeof read !== "string" && "value" in read ? read.value : null;
    });
    if (text === null) screen.card({ mood: "bad", message: WORDS.noCode });
    else take({ by: "text", text, source: "picture" });
  };

  let pack: Offline["facts"] = () => null;
  wireDiagnosis(async () => ({
    boot,
    now: nowDev(),
    camera: watching?.facts() ?? null,
    storage: (await navigator.storage?.estimate()) ?? null,
    pack: pack(),
    offset: visit.offset,
    reachable: visit.reachable,
    unsent: [visit.unsent, visit.sealed],
    troubles: wrong.last(),
  }));
  let here = { already: 0, refused: 0 };
  screen.hours(visit.settings.hours);
  warn();
  watching = camera({
    video: screen.video,
    grab: grabber(),
    reader: decoder,
    onText: (text) => {
      take({ by: "text", text, source: "camera" });
    },
    onState: (state) => {
      if (state.state === "stopped") wrong.note(`camera ${state.why}`);
      screen.camera(blind ?? state);
    },
  });
  void watching.start();
  keepAwake(navigator);
  const back = (): void => {
    send();
    void beat();
  };
  const unsent = (): number => Math.max(visit.unsent, standing?.waiting() ?? 0);
  listen({ take, send: back, sounds, watching, unsent, own: page.stationUrl !== "" });

  const outbox = await open(visit, screen);
  if (outbox === null) return;
  const stations = opening(visit, page, outbox, api, screen);
  const onUnsent = (count: Awaited<ReturnType<Outbox["count"]>>): void => {
    visit.unsent = count.waiting;
    screen.unsent({ ...count, sealed: visit.sealed });
  };
  const rescue = rescuing({ api, outbox, rescued: await openRescued(), key: page.rescueKey, offset: () => visit.offset, download });
  screen.onRescue(() => void rescue.save());
  const carried = await offline(page, api, screen.ready);
  pack = carried.facts;
  const spotCheck = spotChecks(async (scanId, last4) => {
    const told = await onceOpen(visit, (station) => api.spotCheck(station, scanId, last4));
    if (typeof told === "string") return told;
    if ("value" in told) return told.value;
    return told.failure === "offline" ? WORDS.notSent : told.message || WORDS.notSent;
  });
  const ready = gate({
    scans: scans({
      outbox,
      station: () => visit.station,
      settings: () => visit.settings,
      offering: page.offering,
      boot,
      kids: page.kids,
      nowDev,
      nowMono,
      offset: () => visit.offset,
      newId: () => crypto.randomUUID(),
      mark: () => visit.mark,
      known: carried.known,
      reachable: () => visit.reachable,
    }),
    isNew: dedup(nowMono),
    later,
    show: screen.card,
    play: sounds.play,
    send,
    count: (counted) => {
      here = { ...counted };
      screen.counts(null, here);
    },
    askUndo: screen.askUndo,
    spotCheck,
    onKept: () => void outbox.count().then(onUnsent),
    noStation: () => {
      screen.card({ mood: "bad", message: visit.station === null ? closedWords(visit) : WORDS.noStation });
    },
    noStorage: () => {
      screen.card({ mood: "bad", message: WORDS.storage });
    },
  });
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(OUTBOX) : null;
  const others = tabs(navigator.locks as LockManager | undefined, channel, ready.settle);
  sending = syncing({
    api,
    outbox,
    boot,
    nowDev,
    nowMono,
    random: Math.random,
    later,
    onAnswer: (answer, sent) => {
      visit.reachable = true;
      ready.settle(answer.results);
      others.tell(answer.results);
      if (sent[sent.length - 1]?.offering === page.offering) {
        follow(answer, visit, takeSettings);
        screen.counts(answer.counts, here);
      }
      void refreshList();
    },
    onFailure: (failure) => {
      if (failure.failure !== "offline") wrong.note(Object.values(failure).join(" "));
      visit.reachable = answered(failure);
      tell(failure, screen);
    },
    inTurn: others.inTurn,
    onUnsent,
  });
  const sayAlive = async (station: Station): Promise<Outcome<ServerTime>> => {
    const time = await api.heartbeat(station, boot, visit.unsent, idle.seconds());
    if (watching?.running() === true) idle.used();
    visit.reachable = answered(time);
    if ("value" in time) setClock(visit, time.value);
    else if (time.failure === "pin") pin?.ask();
    return time;
  };
  const begin = async (): Promise<void> => {
    if (visit.station === null) return;
    const time = await sayAlive(visit.station);
    if (!("value" in time) && time.failure === "ended") await stations.anew();
  };
  visit.unsent = (await outbox.count()).waiting;
  await stations.first();
  await Promise.race([begin(), new Promise<void>((resolve) => later(resolve, PATIENCE_MS))]);
  standing = ready;
  sending.start();
  for (const told of early) await ready.take(told);
  void refreshList();
  beat = async () => {
    visit.sealed = await rescue.carry();
    await stations.again();
    if (visit.station === null) return;
    const time = await sayAlive(visit.station);
    if (!("value" in time) && time.failure === "ended") tell(time, screen);
    carried.show(visit.offset);
    await carried.refresh(visit.station);
  };
  void beat();
  whileVisible(refreshList, LIST_EVERY_MS);
  whileVisible(beat, HEARTBEAT_EVERY_MS);
}
