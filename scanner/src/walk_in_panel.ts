/** The panel of 現場登錄. What was typed is gone from the page once it was used, and when the panel closes. */

import type { Unit, Units } from "./api";
import { CLOSED, copyOf, find, onSubmit, problem, put, type Panels } from "./panels";
import { NO_UNIT, type WalkIns } from "./walk_in";
import { WORDS } from "./words";

export function wireWalkIn(walkIns: WalkIns, panels: Panels): void {
  const name = find("walk-in-name", HTMLInputElement);
  const number = find("walk-in-number", HTMLInputElement);
  const unit = find("walk-in-unit", HTMLInputElement);
  const none = find("walk-in-none", HTMLInputElement);
  const send = find("walk-in-send", HTMLButtonElement);
  const found = find("walk-in-units", HTMLUListElement);
  const unitWords = find("walk-in-unit-words", HTMLElement);

  const forget = (): void => {
    name.value = "";
    number.value = "";
    problem("walk-in-problem", null);
    found.replaceChildren();
  };
  /** The unit stays for the next person: colleagues come together. */
  const choose = (chosen: Unit): void => {
    unit.value = chosen.code;
    unitWords.textContent = chosen.name;
    found.replaceChildren();
    send.focus();
  };
  const unitRow = (one: Unit): HTMLElement => {
    const row = copyOf("unit-row");
    put(row, ".person-name", one.name);
    put(row, ".person-unit", [one.code, one.parent].filter(Boolean).join("　"));
    const button = row.querySelector("button");
    button?.setAttribute("aria-label", `選擇 ${one.name}`);
    button?.addEventListener("click", () => {
      choose(one);
    });
    return row;
  };
  const showUnits = (answer: Units | string): void => {
    const units = typeof answer === "string" ? [] : answer.units;
    unitWords.textContent = typeof answer === "string" ? answer : answer.more ? WORDS.unitMore : "";
    found.replaceChildren(...units.map(unitRow));
    found.querySelector("button")?.focus();
  };

  onSubmit("walk-in-panel", () => {
    if (send.disabled) return;
    send.disabled = true;
    const visitor = { name: name.value, number: number.value, unit: none.checked ? NO_UNIT : unit.value };
    void walkIns.admit(visitor).then((sentence) => {
      send.disabled = false;
      problem("walk-in-problem", sentence);
      if (sentence === null) panels.close("walk-in-panel");
    });
  });
  find("walk-in-look-up", HTMLButtonElement).addEventListener("click", () => {
    none.checked = false;
    void walkIns.units(unit.value).then(showUnits);
  });
  none.addEventListener("change", () => {
    if (none.checked) unit.value = "";
    unitWords.textContent = "";
    found.replaceChildren();
  });
  unit.addEventListener("input", () => {
    none.checked = false;
    unitWords.textContent = "";
  });
  find("walk-in-panel", HTMLElement).addEventListener(CLOSED, forget);
  window.addEventListener("pagehide", forget);
}
