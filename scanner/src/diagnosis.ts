/** 診斷資料: what an engineer asks of a phone in the field. It tells of the phone alone, never of a person. */

import type { CameraFacts } from "./camera";
import type { PackFacts } from "./knowledge";
import { find } from "./panels";
import { seconds } from "./preflight";

declare const ZXING: string;

export interface Phone {
  /** This visit, as the server has it beside each scan. */
  readonly boot: string;
  readonly now: Date;
  readonly camera: CameraFacts | null;
  readonly storage: StorageEstimate | null;
  readonly pack: PackFacts | null;
  readonly offset: number | null;
  readonly reachable: boolean;
  readonly unsent: readonly number[];
  readonly troubles: readonly string[];
}

/** By the names that the page has for them. */
export function diagnosis(phone: Phone): Readonly<Record<string, string>> {
  const { camera, storage, pack, offset } = phone;
  const megabytes = (bytes = 0): string => (bytes / 1e6).toFixed(1);
  const age = pack === null ? 0 : Math.round((phone.now.getTime() - Date.parse(pack.madeAt)) / 60_000);
  return {
    reference: phone.boot.slice(0, 8).toUpperCase(),
    at: phone.now.toISOString(),
    camera: camera === null ? "" : `${camera.label} ${camera.size} ${camera.engine} ${camera.rate.toFixed(1)}/s`,
    storage: storage === null ? "" : `${megabytes(storage.usage)} / ${megabytes(storage.quota)} MB`,
    pack: pack === null ? "" : `${pack.roster} / ${pack.voids} / ${age} min`,
    clock: offset === null ? "" : `${seconds(offset)} s`,
    network: phone.reachable ? "online" : "offline",
    unsent: phone.unsent.join(" / "),
    troubles: phone.troubles.join("\n"),
  };
}

/** Fill the panel whenever it is opened; copy it, or hand it to another program of the phone. */
export function wireDiagnosis(look: () => Promise<Phone>): void {
  const panel = find("diagnosis", HTMLElement);
  const show = async (): Promise<void> => {
    const told = {
      ...diagnosis(await look()),
      version: `${document.scripts[0]?.src.split("/").pop() ?? ""} zxing-wasm ${ZXING}`,
      agent: navigator.userAgent,
      worker: navigator.serviceWorker?.controller?.state ?? "",
    };
    for (const [fact, words] of Object.entries(told)) {
      const place = panel.querySelector(`[data-fact="${fact}"]`);
      if (place !== null) place.textContent = words || "-";
    }
  };
  const text = (): string => [...panel.children].map((row) => [...row.children].map((one) => one.textContent).join("：")).join("\n");
  const done = find("diagnosis-done", HTMLElement);
  find("diagnosis-open", HTMLButtonElement).addEventListener("click", () => {
    done.hidden = true;
    void show();
  });
  find("diagnosis-copy", HTMLButtonElement).addEventListener("click", () => {
    navigator.clipboard.writeText(text()).then(
      () => {
        done.hidden = false;
      },
      () => getSelection()?.selectAllChildren(panel),
    );
  });
  const share = find("diagnosis-share", HTMLButtonElement);
  share.hidden = !("share" in navigator);
  share.addEventListener("click", () => {
    navigator.share({ text: text() }).catch(() => undefined);
  });
}
