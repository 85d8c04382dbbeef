/** The ways to look at a picture, cheap ones first: the next is tried only when the one before found nothing. */

import type { ReaderOptions } from "zxing-wasm/reader";

import type { Effort, Picture } from "./reading";

export interface Rgba {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

export interface Pass {
  readonly name: string;
  readonly options: ReaderOptions;
  readonly picture: (original: Rgba) => Rgba | null;
}

const BASE: ReaderOptions = {
  formats: ["QRCode"],
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  maxNumberOfSymbols: 4,
};
const LARGEST = 4_000_000;

const same = (original: Rgba): Rgba => original;

const LIVE: readonly Pass[] = [{ name: "plain", options: BASE, picture: same }];
const HARDER: readonly Pass[] = [...LIVE, { name: "denoise", options: { ...BASE, tryDenoise: true }, picture: same }];
const ALL: readonly Pass[] = [
  ...HARDER,
  { name: "one threshold", options: { ...BASE, binarizer: "GlobalHistogram" }, picture: same },
  { name: "half size", options: BASE, picture: (original) => scaled(original, 0.5) },
  { name: "blurred", options: BASE, picture: (original) => blurred(original, 2) },
  { name: "twice the size", options: BASE, picture: (original) => scaled(original, 2) },
  { name: "sharpened", options: BASE, picture: (original) => sharpened(original) },
  { name: "third size", options: { ...BASE, tryDenoise: true }, picture: (original) => scaled(original, 1 / 3) },
  { name: "stretched contrast", options: BASE, picture: (original) => locallyStretched(original) },
  { name: "blurred more", options: { ...BASE, binarizer: "GlobalHistogram" }, picture: (original) => blurred(original, 4) },
];

export function passesOf(effort: Effort): readonly Pass[] {
  switch (effort) {
    case "live":
      return LIVE;
    case "harder":
      return HARDER;
    case "all":
      return ALL;
  }
}

/** Any picture as RGBA; luminance is written into all three colours. */
export function rgbaOf(picture: Picture): Rgba {
  if (picture.kind === "rgba") {
    return { width: picture.width, height: picture.height, data: new Uint8ClampedArray(picture.data) };
  }
  const gray = new Uint8Array(picture.data);
  const data = new Uint32Array(gray.length);
  for (let n = 0; n < gray.length; n += 1) {
    data[n] = 0xff000000 | ((gray[n] ?? 0) * 0x010101);
  }
  return { width: picture.width, height: picture.height, data: new Uint8ClampedArray(data.buffer) };
}

function luminance(picture: Rgba): Uint8Array {
  const gray = new Uint8Array(picture.width * picture.height);
  const { data } = picture;
  for (let n = 0, at = 0; n < gray.length; n += 1, at += 4) {
    gray[n] = ((data[at] ?? 0) * 77 + (data[at + 1] ?? 0) * 150 + (data[at + 2] ?? 0) * 29) >> 8;
  }
  return gray;
}

function fromLuminance(gray: Uint8Array, width: number, height: number): Rgba {
  const bytes = gray.buffer.slice(gray.byteOffset, gray.byteOffset + gray.byteLength) as ArrayBuffer;
  return rgbaOf({ kind: "gray", width, height, data: bytes });
}

/** Another size by area: each pixel is the mean of four points of the original. Null when it would be too large or small. */
function scaled(picture: Rgba, factor: number): Rgba | null {
  const width = Math.round(picture.width * factor);
  const height = Math.round(picture.height * factor);
  if (width * height > LARGEST || width < 40 || height < 40) return null;
  const gray = luminance(factor < 1 ? box(picture, Math.round(1 / factor / 2)) : picture);
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const sourceY = Math.min(picture.height - 1.001, Math.max(0, (y + 0.5) / factor - 0.5));
    const top = Math.floor(sourceY);
    const down = sourceY - top;
    for (let x = 0; x < width; x += 1) {
      const sourceX = Math.min(picture.width - 1.001, Math.max(0, (x + 0.5) / factor - 0.5));
      const left = Math.floor(sourceX);
      const right = sourceX - left;
      const at = top * picture.width + left;
      const upper = (gray[at] ?? 0) * (1 - right) + (gray[at + 1] ?? 0) * right;
      const lower = (gray[at + picture.width] ?? 0) * (1 - right) + (gray[at + picture.width + 1] ?? 0) * right;
      out[y * width + x] = upper * (1 - down) + lower * down;
    }
  }
  return fromLuminance(out, width, height);
}

function box(picture: Rgba, radius: number): Rgba {
  return radius < 1 ? picture : fromLuminance(boxBlur(luminance(picture), picture.width, picture.height, radius), picture.width, picture.height);
}

function blurred(picture: Rgba, radius: number): Rgba {
  return box(picture, radius);
}

/** Unsharp mask: twice the picture less its blur. */
function sharpened(picture: Rgba): Rgba {
  const gray = luminance(picture);
  const soft = boxBlur(gray, picture.width, picture.height, 2);
  const out = new Uint8ClampedArray(gray.length);
  for (let n = 0; n < gray.length; n += 1) {
    out[n] = 2.5 * (gray[n] ?? 0) - 1.5 * (soft[n] ?? 0);
  }
  return fromLuminance(new Uint8Array(out.buffer), picture.width, picture.height);
}

/** Bring dark and bright corners together: each pixel against the mean of its wide neighbourhood. */
function locallyStretched(picture: Rgba): Rgba {
  const gray = luminance(picture);
  const around = boxBlur(gray, picture.width, picture.height, Math.max(8, Math.round(picture.width / 16)));
  const out = new Uint8ClampedArray(gray.length);
  for (let n = 0; n < gray.length; n += 1) {
    out[n] = 128 + 2 * ((gray[n] ?? 0) - (around[n] ?? 0));
  }
  return fromLuminance(new Uint8Array(out.buffer), picture.width, picture.height);
}

function boxBlur(gray: Uint8Array, width: number, height: number, radius: number): Uint8Array {
  return alongColumns(alongRows(gray, width, height, radius), width, height, radius);
}

function alongRows(gray: Uint8Array, width: number, height: number, radius: number): Uint8Array {
  const out = new Uint8Array(gray.length);
  const size = 2 * radius + 1;
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    let sum = 0;
    for (let x = -radius; x <= radius; x += 1) sum += gray[row + Math.min(width - 1, Math.max(0, x))] ?? 0;
    for (let x = 0; x < width; x += 1) {
      out[row + x] = sum / size;
      sum += gray[row + Math.min(width - 1, x + radius + 1)] ?? 0;
      sum -= gray[row + Math.max(0, x - radius)] ?? 0;
    }
  }
  return out;
}

function alongColumns(gray: Uint8Array, width: number, height: number, radius: number): Uint8Array {
  const out = new Uint8Array(gray.length);
  const size = 2 * radius + 1;
  for (let x = 0; x < width; x += 1) {
    let sum = 0;
    for (let y = -radius; y <= radius; y += 1) sum += gray[Math.min(height - 1, Math.max(0, y)) * width + x] ?? 0;
    for (let y = 0; y < height; y += 1) {
      out[y * width + x] = sum / size;
      sum += gray[Math.min(height - 1, y + radius + 1) * width + x] ?? 0;
      sum -= gray[Math.max(0, y - radius) * width + x] ?? 0;
    }
  }
  return out;
}
