/** The service worker: answers for the scanner's page and files when the network does not. It stores nothing itself. */

import { SHELL } from "./shell";

interface Waits extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface Fetches extends Waits {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Scope {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(name: "install" | "activate", act: (event: Waits) => void): void;
  addEventListener(name: "fetch", act: (event: Fetches) => void): void;
}

const PATIENCE_MS = 4_000;
const scope = self as unknown as Scope;

scope.addEventListener("install", (event) => {
  event.waitUntil(scope.skipWaiting());
});
scope.addEventListener("activate", (event) => {
  event.waitUntil(scope.clients.claim());
});
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const ours = url.origin === scope.location.origin && request.method === "GET";
  if (ours && (request.mode === "navigate" || url.pathname.startsWith("/static/"))) event.respondWith(answer(request));
});

/** What the network says; what is kept when it says nothing, or nothing in time. */
async function answer(request: Request): Promise<Response> {
  const kept = await (await caches.open(SHELL)).match(request, { ignoreSearch: true });
  if (kept === undefined) return fetch(request);
  const network = fetch(request).catch(() => kept);
  return Promise.race([network, new Promise<Response>((resolve) => setTimeout(() => { resolve(kept); }, PATIENCE_MS))]);
}
