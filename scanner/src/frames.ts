/** Take the newest frame out of a video: luminance straight from the camera where the browser gives it, else pixels. */

import type { Picture } from "./reading";

export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const CENTRE = 0.8;
const PLANAR = new Set(["I420", "I420A", "NV12", "I422", "I444"]);

/** The middle of the picture, where a helper holds the code; even numbers, as chroma planes want them. */
export function centre(width: number, height: number, share: number = CENTRE): Region {
  const even = (length: number): number => Math.max(2, Math.floor((length * share) / 2) * 2);
  const [w, h] = [even(width), even(height)];
  return { x: Math.floor((width - w) / 4) * 2, y: Math.floor((height - h) / 4) * 2, width: w, height: h };
}

export type Grab = (video: HTMLVideoElement, whole: boolean) => Promise<Picture | null>;

/** The best way that this browser has; one that fails once is not tried again. */
export function grabber(): Grab {
  const canvas = document.createElement("canvas");
  let byFrame = "VideoFrame" in window;
  return async (video, whole) => {
    const { videoWidth: width, videoHeight: height } = video;
    if (width === 0 || height === 0) return null;
    const region = whole ? { x: 0, y: 0, width: width - (width % 2), height: height - (height % 2) } : centre(width, height);
    if (byFrame) {
      try {
        const picture = await fromVideoFrame(video, region);
        if (picture !== null) return picture;
      } catch {
        // This browser names VideoFrame but cannot copy from it: pixels it is.
      }
      byFrame = false;
    }
    return fromCanvas(canvas, video, region);
  };
}

async function fromVideoFrame(video: HTMLVideoElement, region: Region): Promise<Picture | null> {
  const frame = new VideoFrame(video, { timestamp: 0 });
  try {
    if (frame.format === null || !PLANAR.has(frame.format)) return null;
    const sized = frame.codedWidth >= region.x + region.width && frame.codedHeight >= region.y + region.height;
    if (!sized) return null;
    const bytes = new Uint8Array(frame.allocationSize({ rect: region }));
    const [luminance] = await frame.copyTo(bytes, { rect: region });
    if (luminance === undefined) return null;
    return { kind: "gray", width: region.width, height: region.height, data: rows(bytes, luminance, region) };
  } finally {
    frame.close();
  }
}

/** The luminance plane without the padding that rows may have. */
function rows(bytes: Uint8Array, plane: PlaneLayout, region: Region): ArrayBuffer {
  if (plane.stride === region.width) {
    return bytes.slice(plane.offset, plane.offset + region.width * region.height).buffer;
  }
  const tight = new Uint8Array(region.width * region.height);
  for (let y = 0; y < region.height; y += 1) {
    const from = plane.offset + y * plane.stride;
    tight.set(bytes.subarray(from, from + region.width), y * region.width);
  }
  return tight.buffer;
}

function fromCanvas(canvas: HTMLCanvasElement, video: HTMLVideoElement, region: Region): Picture | null {
  canvas.width = region.width;
  canvas.height = region.height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) return null;
  context.drawImage(video, region.x, region.y, region.width, region.height, 0, 0, region.width, region.height);
  const pixels = context.getImageData(0, 0, region.width, region.height);
  return { kind: "rgba", width: region.width, height: region.height, data: pixels.data.buffer as ArrayBuffer };
}

const LONGEST_SIDE = 1920;

/** A picture file as pixels, at most 1920 long; null when the browser cannot open it. */
export async function pictureOf(file: Blob): Promise<Picture | null> {
  try {
    const image = new Image();
    image.src = await dataUrlOf(file);
    await image.decode();
    const factor = Math.min(1, LONGEST_SIDE / Math.max(image.naturalWidth, image.naturalHeight, 1));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(image.naturalWidth * factor));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * factor));
    const context = canvas.getContext("2d");
    if (context === null) return null;
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
    return { kind: "rgba", width: canvas.width, height: canvas.height, data: pixels.data.buffer as ArrayBuffer };
  } catch {
    return null;
  }
}

/** The page's policy admits pictures as data, not as blobs. */
function dataUrlOf(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const opened = new FileReader();
    opened.onload = () => {
      resolve(String(opened.result));
    };
    opened.onerror = () => {
      reject(new Error("the file cannot be read"));
    };
    opened.readAsDataURL(file);
  });
}
