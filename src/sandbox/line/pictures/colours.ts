import type { Rgb } from './png';

/** A colour from hue (0 to 360), saturation and lightness (0 to 1). */
export function hsl(hue: number, saturation: number, lightness: number): Rgb {
  const a = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    return Math.round(255 * (lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}

/** Between two colours; `share` of the second. */
export function mix(first: Rgb, second: Rgb, share: number): Rgb {
  const s = Math.max(0, Math.min(1, share));
  return [
    first[0] + (second[0] - first[0]) * s,
    first[1] + (second[1] - first[1]) * s,
    first[2] + (second[2] - first[2]) * s,
  ];
}

/** 1 inside a shape, 0 outside, soft over `edge` at its border; `distance` is negative inside. */
export function coverage(distance: number, edge: number): number {
  return Math.max(0, Math.min(1, 0.5 - distance / edge));
}

/** Distance to an ellipse's border, good enough near it. */
export function ellipse(
  x: number,
  y: number,
  centreX: number,
  centreY: number,
  radiusX: number,
  radiusY: number,
): number {
  return (Math.hypot((x - centreX) / radiusX, (y - centreY) / radiusY) - 1) * Math.min(radiusX, radiusY);
}

/** Distance to a rectangle's border. */
export function rectangle(x: number, y: number, left: number, top: number, right: number, bottom: number): number {
  return Math.max(left - x, x - right, top - y, y - bottom);
}
