/** 遮罩姓名: for a hall that reads along. The choice stays on this phone. */

import { find } from "./panels";

const KEPT = "hefa-mask";

/** Returns what to show of a name; `changed` when somebody has chosen otherwise. */
export function wireMask(changed: () => void): (name: string) => string {
  const box = find("mask", HTMLInputElement);
  box.checked = localStorage.getItem(KEPT) !== null;
  box.addEventListener("change", () => {
    if (box.checked) localStorage.setItem(KEPT, "1");
    else localStorage.removeItem(KEPT);
    const name = find("card-name", HTMLElement);
    if (box.checked) name.textContent = masked(name.textContent);
    changed();
  });
  return (name) => (box.checked ? masked(name) : name);
}

/** 王○明, as the server masks a name (hefa/base/person_name.py). */
export function masked(name: string): string {
  const [first = "", ...rest] = name.split(/([\s‧·•])/);
  if (rest.length > 0) return first + rest.map((part, n) => (n % 2 === 0 ? part : `${[...part][0] ?? ""}○`)).join("");
  const signs = [...name];
  if (signs.length === 0) return "";
  const inner = Math.max(signs.length - 2, 1);
  return [signs[0], "○".repeat(Math.min(inner, 3)), ...signs.slice(1 + inner)].join("");
}
