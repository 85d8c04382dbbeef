/** Draws a code into the SVG that the server sent: one path, no inline style, black on white whatever the theme. */

import encodeQR from "qr";

/** Modules around the code that stay white; readers need four. */
const QUIET = 4;

/** The `d` of a path that covers every dark module of the code of `digits`. */
export function modulesPath(digits: string): string {
  const rows = encodeQR(digits, "raw", { ecc: "medium", encoding: "numeric", version: 2, border: QUIET });
  return rows.map(rowPath).join("");
}

function rowPath(row: readonly boolean[], y: number): string {
  let path = "";
  let x = 0;
  while (x < row.length) {
    let end = x;
    while (end < row.length && row[end] === true) end += 1;
    if (end > x) path += `M${x} ${y}h${end - x}v1h${x - end}z`;
    x = end > x ? end : x + 1;
  }
  return path;
}
