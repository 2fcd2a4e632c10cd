import { coverage, ellipse, hsl, mix, rectangle } from './colours';
import { drawPng, type Rgb } from './png';

const HAIR: readonly Rgb[] = [
  [45, 36, 32],
  [84, 58, 43],
  [28, 28, 34],
  [122, 84, 52],
];
const SKIN: readonly Rgb[] = [
  [244, 208, 178],
  [232, 187, 152],
  [250, 220, 196],
  [214, 164, 126],
];

/** A profile picture of 160 x 160 as PNG: a drawn portrait, or now and then a flower or the sea. The number decides how it looks. */
export function avatarPng(number: number): Buffer {
  const hue = (number * 47) % 360;
  const style = number % 7;
  if (style === 5) return flower(hue);
  if (style === 6) return sea(hue);
  return portrait(hue, number);
}

function portrait(hue: number, number: number): Buffer {
  const hair = HAIR[(number >> 3) % HAIR.length] ?? [40, 40, 40];
  const skin = SKIN[(number >> 5) % SKIN.length] ?? [240, 200, 170];
  const shirt = hsl((hue + 150) % 360, 0.45, 0.5);
  const hasLongHair = (number >> 2) % 2 === 0;
  return drawPng(160, 160, (x, y) => {
    let colour = mix(hsl(hue, 0.55, 0.82), hsl((hue + 30) % 360, 0.5, 0.68), y);
    const over = (paint: Rgb, distance: number) => {
      colour = mix(colour, paint, coverage(distance, 0.012));
    };
    if (hasLongHair) over(hair, ellipse(x, y, 0.5, 0.52, 0.27, 0.32));
    over(shirt, ellipse(x, y, 0.5, 1.02, 0.36, 0.3));
    over(mix(skin, [120, 70, 50], 0.15), ellipse(x, y, 0.5, 0.68, 0.08, 0.12));
    over(hair, ellipse(x, y, 0.5, 0.38, 0.23, 0.22));
    over(skin, ellipse(x, y, 0.5, 0.47, 0.19, 0.22));
    over(hair, Math.max(ellipse(x, y, 0.5, 0.33, 0.22, 0.16), y - 0.36));
    over([52, 42, 40], ellipse(x, y, 0.43, 0.48, 0.018, 0.024));
    over([52, 42, 40], ellipse(x, y, 0.57, 0.48, 0.018, 0.024));
    over([196, 96, 88], Math.max(ellipse(x, y, 0.5, 0.57, 0.055, 0.035), 0.575 - y));
    return colour;
  });
}

function flower(hue: number): Buffer {
  return drawPng(160, 160, (x, y) => {
    let colour = mix(hsl(130, 0.35, 0.75), hsl(150, 0.4, 0.55), y);
    const angle = Math.atan2(y - 0.5, x - 0.5);
    const radius = Math.hypot(x - 0.5, y - 0.5);
    colour = mix(colour, hsl(hue, 0.7, 0.72), coverage(radius - (0.26 + 0.1 * Math.cos(angle * 5)), 0.012));
    return mix(colour, [250, 214, 92], coverage(radius - 0.1, 0.012));
  });
}

function sea(hue: number): Buffer {
  return drawPng(160, 160, (x, y) => {
    let colour = mix(hsl((hue % 40) + 20, 0.8, 0.72), hsl(210, 0.55, 0.78), y * 1.6);
    colour = mix(colour, [255, 244, 214], coverage(Math.hypot(x - 0.66, y - 0.36) - 0.12, 0.012));
    colour = mix(colour, hsl(204, 0.55, 0.46), coverage(0.56 + 0.02 * Math.sin(x * 18) - y, 0.012));
    return mix(colour, hsl(206, 0.6, 0.36), coverage(0.74 + 0.03 * Math.sin(x * 12 + 2) - y, 0.012));
  });
}

/** The picture of an Official Account, 160 x 160 as PNG: a shop's awning under a sky of its own colour. */
export function brandPng(number: number): Buffer {
  const hue = 195 + ((number * 53) % 60);
  return drawPng(160, 160, (x, y) => {
    let colour = mix(hsl(hue, 0.75, 0.62), hsl(hue, 0.7, 0.45), y);
    const cloud = Math.min(
      ellipse(x, y, 0.36, 0.32, 0.12, 0.09),
      ellipse(x, y, 0.5, 0.27, 0.15, 0.12),
      ellipse(x, y, 0.64, 0.32, 0.12, 0.09),
    );
    colour = mix(colour, [255, 255, 255], coverage(cloud, 0.012));
    colour = mix(colour, [250, 247, 240], coverage(rectangle(x, y, 0.24, 0.56, 0.76, 0.84), 0.012));
    const stripe = Math.floor((x - 0.2) / 0.12);
    const scallop = Math.max(
      rectangle(x, y, 0.2, 0.48, 0.8, 0.66),
      y - 0.58 - 0.06 * Math.abs(Math.sin(((x - 0.2) * Math.PI) / 0.12)),
    );
    colour = mix(colour, stripe % 2 === 0 ? [228, 84, 78] : [255, 255, 255], coverage(scallop, 0.012));
    return mix(colour, hsl(hue, 0.5, 0.38), coverage(rectangle(x, y, 0.43, 0.68, 0.57, 0.84), 0.012));
  });
}
