/** The camera: one stream a visit, newest frame only, and a reason for everything that can go wrong. */

import type { Grab } from "./frames";
import type { Reader } from "./reader";

export type CameraState =
  | { readonly state: "starting" }
  | { readonly state: "running"; readonly torch: boolean; readonly lenses: number }
  | { readonly state: "stopped"; readonly why: Why };

/** The name of the browser's own error, or one of ours; the page has a sentence for each. */
export type Why = string;

export interface CameraDeps {
  readonly video: HTMLVideoElement;
  readonly grab: Grab;
  readonly reader: Reader;
  readonly onText: (text: string) => void;
  readonly onState: (state: CameraState) => void;
}

export interface Camera {
  readonly start: (lens?: string) => Promise<void>;
  readonly stop: () => void;
  readonly running: () => boolean;
  /** Somebody looks again: take back a camera that was taken away meanwhile. */
  readonly wake: () => void;
  readonly setTorch: (on: boolean) => Promise<void>;
  readonly nextLens: () => Promise<void>;
  /** Null while there is no picture. */
  readonly facts: () => CameraFacts | null;
}

/** What 診斷資料 tells of the camera. */
export interface CameraFacts {
  readonly label: string;
  readonly size: string;
  /** How frames come out of the video. */
  readonly engine: string;
  /** Frames read a second, over the last thirty. */
  readonly rate: number;
}

interface Lamp extends MediaTrackCapabilities {
  readonly torch?: boolean;
}

const HARDER_EVERY = 4;
const WHOLE_EVERY = 3;
const LAST_READS = 30;

export function camera(deps: CameraDeps): Camera {
  let stream: MediaStream | null = null;
  let round = 0;
  let lenses: readonly MediaDeviceInfo[] = [];
  let chosen: string | undefined;
  let taken = false;
  let engine = "";
  let reads: readonly number[] = [];

  const stop = (): void => {
    round += 1;
    taken = false;
    stream?.getTracks().forEach((track) => {
      track.stop();
    });
    stream = null;
    deps.video.srcObject = null;
  };

  const start = async (lens = chosen): Promise<void> => {
    stop();
    chosen = lens;
    const mine = round;
    deps.onState({ state: "starting" });
    if (!("mediaDevices" in navigator) || typeof WebAssembly === "undefined") {
      deps.onState({ state: "stopped", why: "old" });
      return;
    }
    try {
      const opened = await navigator.mediaDevices.getUserMedia({ audio: false, video: wish(lens) });
      if (mine !== round) {
        opened.getTracks().forEach((track) => {
          track.stop();
        });
        return;
      }
      stream = opened;
      deps.video.srcObject = opened;
      await deps.video.play();
    } catch (error) {
      if (mine !== round) return;
      stop();
      deps.onState({ state: "stopped", why: (error as Error).name }); // WebKit's OverconstrainedError is no DOMException.
      return;
    }
    watch(stream, mine);
    lenses = (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === "videoinput");
    running(stream);
    void look(mine);
  };

  const running = (shown: MediaStream): void => {
    deps.onState({ state: "running", torch: hasTorch(shown), lenses: lenses.length });
  };

  /** A call or another program may take the camera: for a while (mute), or for good (ended). */
  const watch = (watched: MediaStream, mine: number): void => {
    const track = watched.getVideoTracks()[0];
    const on = (event: string, act: () => void): void => {
      track?.addEventListener(event, () => {
        if (mine === round) act();
      });
    };
    on("mute", () => {
      deps.onState({ state: "stopped", why: "taken" });
    });
    on("unmute", () => {
      running(watched);
    });
    on("ended", () => {
      stop();
      taken = true;
      deps.onState({ state: "stopped", why: "taken" });
    });
  };

  /** Read frame after frame, never two at a time; a frame that came meanwhile is skipped. */
  const look = async (mine: number): Promise<void> => {
    let fruitless = 0;
    while (mine === round) {
      await nextFrame(deps.video);
      if (mine !== round || document.visibilityState === "hidden") continue;
      const harder = fruitless % HARDER_EVERY === HARDER_EVERY - 1;
      const picture = await deps.grab(deps.video, harder || fruitless % WHOLE_EVERY === WHOLE_EVERY - 1);
      if (picture === null) continue;
      const text = await deps.reader.read(picture, harder ? "harder" : "live");
      if (mine !== round) return;
      engine = picture.kind === "gray" ? "VideoFrame" : "canvas";
      reads = [...reads.slice(1 - LAST_READS), performance.now()];
      fruitless = text === null ? fruitless + 1 : 0;
      if (text !== null) deps.onText(text);
    }
  };

  const setTorch = async (on: boolean): Promise<void> => {
    const track = stream?.getVideoTracks()[0];
    await track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] }).catch(() => undefined);
  };

  const nextLens = async (): Promise<void> => {
    const current = stream?.getVideoTracks()[0]?.getSettings().deviceId;
    const at = lenses.findIndex((one) => one.deviceId === current);
    await start(lenses[(at + 1) % Math.max(1, lenses.length)]?.deviceId);
  };
  const wake = (): void => {
    if (taken) void start();
  };
  const facts = (): CameraFacts | null => {
    const label = stream?.getVideoTracks()[0]?.label;
    if (label === undefined) return null;
    const lasted = (reads[reads.length - 1] ?? 0) - (reads[0] ?? 0);
    const size = `${deps.video.videoWidth}x${deps.video.videoHeight}`;
    return { label, size, engine, rate: lasted > 0 ? ((reads.length - 1) * 1000) / lasted : 0 };
  };
  return { start, stop, running: () => stream !== null, wake, setTorch, nextLens, facts };
}

/** Wishes, never demands: a phone without such a lens gives what it has. */
function wish(lens: string | undefined): MediaTrackConstraints {
  const size = { width: { ideal: 1920 }, height: { ideal: 1080 } };
  return lens === undefined ? { ...size, facingMode: { ideal: "environment" } } : { ...size, deviceId: { ideal: lens } };
}

function hasTorch(stream: MediaStream): boolean {
  const track = stream.getVideoTracks()[0];
  const lamp = typeof track?.getCapabilities === "function" ? (track.getCapabilities() as Lamp) : null;
  return lamp?.torch === true;
}

const LONGEST_WAIT_MS = 200;

function nextFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LONGEST_WAIT_MS);
    const go = (): void => {
      clearTimeout(timer);
      resolve();
    };
    if ("requestVideoFrameCallback" in video) video.requestVideoFrameCallback(go);
    else requestAnimationFrame(go);
  });
}
