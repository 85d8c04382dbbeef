/** The camera: one stream a visit, newest frame only, and a sentence for everything that can go wrong. */

import type { Grab } from "./frames";
import { centreOf, type Reader } from "./reader";

export type CameraState =
  | { readonly state: "starting" }
  | { readonly state: "running"; readonly torch: boolean; readonly lenses: readonly string[] }
  | { readonly state: "stopped"; readonly sentence: string };

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
  readonly setTorch: (on: boolean) => Promise<void>;
  readonly nextLens: () => Promise<void>;
}

interface Lamp extends MediaTrackCapabilities {
  readonly torch?: boolean;
}

const HARDER_EVERY = 4;
const WHOLE_EVERY = 3;

const NO_CAMERA = "找不到鏡頭。請改用下方的其他方式。";
const SENTENCES: Readonly<Record<string, string>> = {
  NotAllowedError: "未取得鏡頭權限。請在瀏覽器的網站設定允許使用相機，再按「重新開啟鏡頭」；也可改用下方的其他方式。",
  SecurityError: "此網址無法使用鏡頭（需 HTTPS）。請改用下方的其他方式。",
  NotFoundError: NO_CAMERA,
  OverconstrainedError: NO_CAMERA, // WebKit's word for it: we only wish, so nothing else can be too much.
  NotReadableError: "鏡頭正被其他程式使用。請關閉其他使用相機的程式，再按「重新開啟鏡頭」。",
  AbortError: "鏡頭無法開啟，請再按一次「重新開啟鏡頭」。",
};
const TAKEN_AWAY = "鏡頭已中斷。請按「重新開啟鏡頭」；也可改用下方的其他方式。";
const UNSUPPORTED =
  "掃描功能需 iOS 14.5（含）以上或 Chrome 90（含）以上；較舊手機請改選條碼圖片";

export function camera(deps: CameraDeps): Camera {
  let stream: MediaStream | null = null;
  let round = 0;
  let lenses: readonly MediaDeviceInfo[] = [];

  const stop = (): void => {
    round += 1;
    stream?.getTracks().forEach((track) => {
      track.stop();
    });
    stream = null;
    deps.video.srcObject = null;
  };

  const start = async (lens?: string): Promise<void> => {
    stop();
    const mine = round;
    deps.onState({ state: "starting" });
    if (!("mediaDevices" in navigator) || typeof WebAssembly === "undefined") {
      deps.onState({ state: "stopped", sentence: UNSUPPORTED });
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
      const { name } = error as Error; // WebKit's OverconstrainedError is no DOMException.
      deps.onState({ state: "stopped", sentence: SENTENCES[name] ?? "鏡頭無法開啟，請改用下方的其他方式。" });
      return;
    }
    watch(stream, mine);
    lenses = (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === "videoinput");
    deps.onState({ state: "running", torch: hasTorch(stream), lenses: lenses.map((one) => one.deviceId) });
    void look(mine);
  };

  const watch = (watched: MediaStream, mine: number): void => {
    const track = watched.getVideoTracks()[0];
    track?.addEventListener("ended", () => {
      if (mine !== round) return;
      stop();
      deps.onState({ state: "stopped", sentence: TAKEN_AWAY });
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
      const code = centreOf(await deps.reader.read(picture, harder ? "harder" : "live"));
      if (mine !== round) return;
      fruitless = code === null ? fruitless + 1 : 0;
      if (code !== null) deps.onText(code.text);
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
  return { start, stop, running: () => stream !== null, setTorch, nextLens };
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
