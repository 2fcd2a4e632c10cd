import { coverage, ellipse, hsl, mix, rectangle } from './colours';
import { drawPng, type Rgb } from './png';

/** The subjects of the sample photos that seeded and played customers send. */
export const SAMPLE_SUBJECTS = ['parcel', 'receipt', 'landscape', 'mug', 'screen'] as const;

/** What a sample photo shows. */
export type SampleSubject = (typeof SAMPLE_SUBJECTS)[number];

type Painter = (x: number, y: number, hue: number) => Rgb;

const EDGE = 0.006;
const DIFFERENT_VARIANTS = 12;

const drawn = new Map<string, Buffer>();

/** A photo as PNG, drawn once and then remembered. `sample` is "subject-number"; unknown subjects show a landscape. The preview is a third as wide. */
export function samplePhotoPng(sample: string, size: 'original' | 'preview'): Buffer {
  const { subject, variant } = subjectOf(sample);
  const key = `${subject}-${variant}-${size}`;
  const [width, height] = size === 'original' ? [480, 360] : [160, 120];
  const bytes = drawn.get(key) ?? drawPng(width, height, samplePainter(sample));
  drawn.set(key, bytes);
  return bytes;
}

/** The colours of a sample photo, asked for with coordinates from 0 to 1 across and down. */
export function samplePainter(sample: string): (x: number, y: number) => Rgb {
  const { subject, variant } = subjectOf(sample);
  return (x, y) => PAINTERS[subject](x, y, 210 + variant * 61);
}

function subjectOf(sample: string): { subject: SampleSubject; variant: number } {
  const [word = '', number = '0'] = sample.split('-');
  const subject = SAMPLE_SUBJECTS.find((known) => known === word) ?? 'landscape';
  return { subject, variant: (Number.parseInt(number, 10) || 0) % DIFFERENT_VARIANTS };
}

const PAINTERS: Readonly<Record<SampleSubject, Painter>> = {
  parcel: (x, y, hue) => {
    let colour = mix([226, 218, 208], [196, 186, 174], y);
    colour = mix(colour, [150, 138, 124], coverage(ellipse(x, y, 0.5, 0.86, 0.4, 0.06), 0.06) * 0.5);
    colour = mix(
      colour,
      mix([202, 160, 112], [176, 132, 86], y),
      coverage(rectangle(x, y, 0.18, 0.26, 0.82, 0.86), EDGE),
    );
    colour = mix(colour, [226, 196, 150], coverage(rectangle(x, y, 0.46, 0.26, 0.54, 0.86), EDGE));
    colour = mix(colour, [250, 250, 246], coverage(rectangle(x, y, 0.58, 0.56, 0.78, 0.76), EDGE));
    const isBar = Math.floor(x * 160) % 3 !== 0;
    if (isBar) colour = mix(colour, [40, 40, 44], coverage(rectangle(x, y, 0.6, 0.68, 0.76, 0.74), EDGE));
    // A torn corner: what customers photograph.
    const tear = x - 0.18 + (y - 0.26) - 0.16 - 0.012 * Math.sin(x * 90) * Math.cos(y * 70);
    const isTorn = rectangle(x, y, 0.18, 0.26, 0.82, 0.86) < 0 && tear < 0;
    return isTorn ? mix(hsl(hue, 0.3, 0.3), [70, 52, 38], 0.5) : colour;
  },
  receipt: (x, y) => {
    let colour = mix([120, 92, 70], [98, 72, 54], (Math.sin(y * 60 + Math.sin(x * 6)) + 1) / 2);
    const edge = 0.94 + 0.006 * Math.sin(x * 140);
    colour = mix(
      colour,
      mix([252, 251, 247], [238, 236, 230], x),
      coverage(rectangle(x, y, 0.32, 0.06, 0.68, edge), EDGE),
    );
    const line = Math.floor(y * 24);
    const isText = line % 2 === 1 && line > 2 && line < 20 && Math.sin(line * 12.9 + Math.floor(x * 70) * 78.2) > -0.5;
    const right = line > 6 && x > 0.58 ? 0.65 : 0.4 + (((line * 37) % 15) + 1) / 100;
    if (isText)
      colour = mix(colour, [70, 70, 74], coverage(rectangle(x, y, x > 0.57 ? 0.58 : 0.35, 0, right, 1), EDGE));
    return mix(colour, [40, 40, 44], coverage(rectangle(x, y, 0.35, 0.86, 0.65, 0.875), EDGE));
  },
  landscape: (x, y, hue) => {
    let colour = mix(hsl(210, 0.6, 0.62), hsl((hue % 30) + 25, 0.75, 0.84), y * 1.5);
    colour = mix(colour, [255, 246, 220], coverage(Math.hypot((x - 0.72) * 1.33, y - 0.3) - 0.07, EDGE));
    const ridge = (base: number, size: number, shift: number) =>
      base - size * (Math.sin(x * 7 + shift) * 0.5 + Math.sin(x * 17 + shift * 2) * 0.2);
    colour = mix(colour, hsl(212, 0.28, 0.6), coverage(ridge(0.52, 0.16, 1) - y, EDGE));
    colour = mix(colour, hsl(170, 0.3, 0.42), coverage(ridge(0.66, 0.12, 3) - y, EDGE));
    return mix(colour, hsl(120, 0.34, 0.32), coverage(ridge(0.82, 0.08, 5) - y, EDGE));
  },
  mug: (x, y, hue) => {
    let colour =
      y > 0.66 ? mix([222, 196, 164], [186, 154, 120], (y - 0.66) * 3) : mix([238, 234, 228], [214, 208, 200], y);
    colour = mix(colour, [140, 112, 86], coverage(ellipse(x, y, 0.5, 0.82, 0.28, 0.05), 0.05) * 0.6);
    const ring = Math.abs(ellipse(x, y, 0.7, 0.54, 0.11, 0.14)) - 0.022;
    colour = mix(colour, hsl(hue, 0.45, 0.46), coverage(ring, EDGE));
    const body = rectangle(x, y, 0.32, 0.3, 0.68, 0.76);
    const round = ellipse(x, y, 0.5, 0.76, 0.18, 0.06);
    colour = mix(
      colour,
      mix(hsl(hue, 0.5, 0.6), hsl(hue, 0.5, 0.42), (x - 0.32) * 2.6),
      coverage(Math.min(body, round), EDGE),
    );
    colour = mix(colour, hsl(hue, 0.4, 0.7), coverage(ellipse(x, y, 0.5, 0.3, 0.18, 0.055), EDGE));
    return mix(colour, [82, 54, 38], coverage(ellipse(x, y, 0.5, 0.305, 0.155, 0.042), EDGE));
  },
  screen: (x, y, hue) => {
    let colour: Rgb = [44, 48, 56];
    colour = mix(colour, [246, 247, 249], coverage(rectangle(x, y, 0.08, 0.1, 0.92, 0.9), EDGE));
    colour = mix(colour, hsl(hue, 0.5, 0.45), coverage(rectangle(x, y, 0.08, 0.1, 0.92, 0.19), EDGE));
    colour = mix(colour, [214, 69, 65], coverage(Math.hypot((x - 0.5) * 1.33, y - 0.4) - 0.09, EDGE));
    colour = mix(colour, [255, 255, 255], coverage(rectangle(x, y, 0.49, 0.34, 0.51, 0.42), EDGE));
    colour = mix(colour, [255, 255, 255], coverage(Math.hypot((x - 0.5) * 1.33, y - 0.45) - 0.012, EDGE));
    for (const [top, right] of [
      [0.58, 0.72],
      [0.65, 0.66],
    ] as const) {
      colour = mix(colour, [150, 156, 166], coverage(rectangle(x, y, 1 - right, top, right, top + 0.03), EDGE));
    }
    return mix(colour, hsl(hue, 0.5, 0.5), coverage(rectangle(x, y, 0.4, 0.75, 0.6, 0.83), EDGE));
  },
};
