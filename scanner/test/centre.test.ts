import assert from "node:assert/strict";
import test from "node:test";

import { centreOf, type Seen } from "../src/centre";

const HALL = { width: 1600, height: 400 };

/** A code of 40 pixels with its middle here. */
function code(text: string, x: number, y: number): Seen {
  const [left, right, top, bottom] = [x - 20, x + 20, y - 20, y + 20];
  const position = {
    topLeft: { x: left, y: top },
    topRight: { x: right, y: top },
    bottomLeft: { x: left, y: bottom },
    bottomRight: { x: right, y: bottom },
  };
  return { text, position };
}

test("of four codes in view the one nearest the centre is meant, whatever their order", () => {
  const four = [code("left", 100, 200), code("centre", 780, 190), code("right", 1500, 200), code("top", 800, 60)];
  assert.equal(centreOf(four, HALL), "centre");
  assert.equal(centreOf([...four].reverse(), HALL), "centre");
});

test("nearness is measured in pixels: a wide picture makes no code nearer", () => {
  assert.equal(centreOf([code("beside", 960, 200), code("above", 800, 80)], HALL), "above");
});

test("a code that is alone is meant wherever it is, and no code is none", () => {
  assert.equal(centreOf([code("corner", 30, 380)], HALL), "corner");
  assert.equal(centreOf([], HALL), null);
});
