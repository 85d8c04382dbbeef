/** What page and decoder tell each other. Types only: both sides are built apart. */

/** A picture: luminance alone (1 byte a pixel, as VideoFrame gives it) or RGBA. */
export interface Picture {
  readonly kind: "gray" | "rgba";
  readonly width: number;
  readonly height: number;
  readonly data: ArrayBuffer;
}

/** How hard to look: `live` for frames, `harder` for a frame now and then, `all` for a picture that is all there is. */
export type Effort = "live" | "harder" | "all";

export interface ReadRequest {
  readonly id: number;
  readonly picture: Picture;
  readonly effort: Effort;
}

export interface ReadAnswer {
  readonly id: number;
  /** The code nearest to the picture's centre. */
  readonly text: string | null;
  readonly ms: number;
  readonly failed?: string;
}
