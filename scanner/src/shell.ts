/** The page's own files, kept so that the scanner opens without a network. Nothing personal is among them. */

export const SHELL = "hefa-shell-1";
const GATE = "/scanner/gate/";

export interface ShellDeps {
  readonly caches: Pick<CacheStorage, "open">;
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly page: string;
  /** Same-origin files that this page has loaded, and those that its worker loads. */
  readonly files: readonly string[];
}

/** Keep page and files as the server gives them now. The page must say that it is a shell: no login page is kept. */
export async function keepShell(deps: ShellDeps): Promise<boolean> {
  const shell = await deps.caches.open(SHELL);
  const page = await deps.fetch(deps.page, { credentials: "same-origin", redirect: "error" });
  if (!page.ok || page.headers.get("X-Hefa-Shell") !== "scanner") return false;
  const files = await Promise.all(deps.files.map(async (url) => ({ url, answer: await deps.fetch(url) })));
  if (files.some(({ answer }) => !answer.ok)) return false;
  await Promise.all([shell.put(deps.page, page), ...files.map(({ url, answer }) => shell.put(url, answer))]);
  return true;
}

/** Static files of this origin among what the page has loaded. */
export function ownFiles(loaded: readonly string[], origin: string, besides: readonly string[]): readonly string[] {
  const own = loaded.filter((url) => url.startsWith(`${origin}/static/`));
  return [...new Set([...own, ...besides.map((url) => new URL(url, origin).href)])];
}

/** Drop page and files. Where a lent station stays, its gate's pages and the files stay with it. */
export async function dropShell(store: CacheStorage, gateStays: boolean): Promise<void> {
  if (!gateStays) {
    await store.delete(SHELL);
    return;
  }
  const shell = await store.open(SHELL);
  const own = (await shell.keys()).filter(({ url }) => {
    const { pathname } = new URL(url);
    return pathname.startsWith("/scanner/") && !pathname.startsWith(GATE);
  });
  await Promise.all(own.map((page) => shell.delete(page)));
}
