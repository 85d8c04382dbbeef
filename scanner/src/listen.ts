/** What the page listens to: touches, the network, being looked at again, being left, and wedge scanners. */

import type { Camera } from "./camera";
import type { Feedback } from "./feedback";
import { LOGGED_OUT } from "./forget";
import { keepAwake } from "./live/awake";
import type { Told } from "./scan";
import { wedge } from "./wedge";

export function whileVisible(act: () => Promise<void>, everyMs: number): void {
  window.setInterval(() => {
    if (document.visibilityState === "visible") void act();
  }, everyMs);
}

interface Heard {
  readonly take: (told: Told) => void;
  readonly send: () => void;
  readonly sounds: Feedback;
  readonly watching: Camera;
  readonly unsent: () => number;
  /** The station of this page ends when its officer logs out. */
  readonly own: boolean;
}

export function listen({ take, send, sounds, watching, unsent, own }: Heard): void {
  // A finger's pointerdown is no touch to browsers that ask for one; what follows it is.
  for (const touch of ["pointerup", "click", "keydown"]) document.addEventListener(touch, sounds.unlock);
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    keepAwake(navigator);
    watching.wake();
    send();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) void watching.start();
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsent() === 0) return;
    event.preventDefault();
    event.returnValue = true; // Safari and older Chrome look at this alone.
  });
  window.addEventListener("storage", (event) => {
    if (own && event.key === LOGGED_OUT) location.replace("/");
  });
  const typed = wedge((text) => {
    take({ by: "text", text, source: "wedge" });
  });
  document.addEventListener("keydown", (event) => {
    const field = fieldOf(event.target);
    if (!typed({ code: event.code, atMs: event.timeStamp }, field !== null)) return;
    event.preventDefault();
    if (field === null) return;
    field.blur();
    field.value = "";
  });
}

function fieldOf(target: EventTarget | null): HTMLInputElement | null {
  return target instanceof HTMLElement ? target.closest("input, select, textarea") : null;
}
