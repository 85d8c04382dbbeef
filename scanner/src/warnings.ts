/** What a helper is warned of before anybody is scanned. */

import type { Settings } from "./item";
import type { PageFacts } from "./page";
import { find } from "./panels";
import { WORDS } from "./words";

export function warnings(settings: Settings, page: PageFacts, nowMs: number): readonly string[] {
  const inside = Date.parse(settings.window.opens) <= nowMs && nowMs <= Date.parse(settings.window.closes);
  find("outside", HTMLElement).hidden = inside;
  const asPlanned =
    Number(settings.hours.digital) === Number(page.planned.digital) &&
    Number(settings.hours.in_person) === Number(page.planned.in_person);
  return [...(inside ? [] : [WORDS.outside]), ...(asPlanned ? [] : [WORDS.hoursDiffer])];
}
