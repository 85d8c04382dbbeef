import assert from "node:assert/strict";
import test from "node:test";

import { masked } from "../src/mask";

test("names are masked as the server masks them, once and twice alike", () => {
  const names = ["王小明", "王明", "歐陽美玲", "李", "Ngayaw‧Kacaw", "John Smith", "Madonna", ""];
  const shown = ["王○明", "王○", "歐○○玲", "李○", "Ngayaw‧K○", "John S○", "M○○○a", ""];
  assert.deepEqual(names.map(masked), shown);
  assert.deepEqual(shown.map(masked), shown);
});
