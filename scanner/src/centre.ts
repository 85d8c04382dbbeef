/** Of several codes in view, which one is meant. */

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Seen {
  readonly text: string;
  readonly position: Readonly<Record<"topLeft" | "topRight" | "bottomLeft" | "bottomRight", Point>>;
}

/** The text of the code whose middle lies nearest to the picture's, in pixels; null when there is none. */
export function centreOf(seen: readonly Seen[], picture: { readonly width: number; readonly height: number }): string | null {
  let nearest = Infinity;
  let text: string | null = null;
  for (const one of seen) {
    const corners = Object.values(one.position) as readonly Point[];
    const off = (along: "x" | "y", length: number): number =>
      corners.slice(0, 4).reduce((sum, corner) => sum + corner[along], 0) / 4 - length / 2;
    const distance = Math.hypot(off("x", picture.width), off("y", picture.height));
    if (distance < nearest) [nearest, text] = [distance, one.text];
  }
  return text;
}
