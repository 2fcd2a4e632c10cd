/** A place as a link or a pair of numbers tells it. */
export interface MapPlace {
  readonly latitude: number;
  readonly longitude: number;
  /** As the link names it. */
  readonly title: string | null;
}

const number = String.raw`([-+]?\d{1,3}(?:\.\d+)?)`;
const plainPair = new RegExp(String.raw`^\s*(?:geo:)?${number}\s*[,，、]\s*${number}\s*(?:[;?].*)?$`, 'u');
const anyPair = new RegExp(String.raw`${number}\s*,\s*${number}`, 'u');
/** The pin of a place; `@` in the same address is only where the map was looked at. */
const pinPattern = new RegExp(`!3d${number}!4d${number}`, 'u');
const viewPattern = new RegExp(`/@${number},${number}`, 'u');
const hashPattern = new RegExp(String.raw`#map=[\d.]+/${number}/${number}`, 'u');
const bingPattern = new RegExp(`^${number}~${number}$`, 'u');
/** Parameters that hold a pair of numbers, the surest first: pins before views. */
const pairParams = ['query', 'q', 'destination', 'coordinate', 'll', 'sll', 'center'];

function placeOf(match: RegExpExecArray | null, title: string | null): MapPlace | null {
  const latitude = Number(match?.[1] ?? Number.NaN);
  const longitude = Number(match?.[2] ?? Number.NaN);
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return null;
  return { latitude, longitude, title };
}

function readUrl(text: string): URL | null {
  try {
    return new URL(text.trim());
  } catch {
    return null;
  }
}

function nameIn(url: URL): string | null {
  const [, inPath] = /\/place\/([^/@]+)/u.exec(url.pathname) ?? [];
  const named = inPath ?? url.searchParams.get('name');
  if (named === null) return null;
  let name = named;
  try {
    name = decodeURIComponent(named.replaceAll('+', ' '));
  } catch {
    // A stray per cent sign: the name is taken as it stands.
  }
  return anyPair.test(name) || name.trim() === '' ? null : name.trim().slice(0, 100);
}

/**
 * The place behind what was pasted: a map link of Google, Apple, Bing, OpenStreetMap or Yahoo! Japan, a `geo:` address,
 * or `35.6812, 139.7671`. Null where it says none; short links would have to be opened to know.
 */
export function placeOfMapLink(text: string): MapPlace | null {
  const plain = placeOf(plainPair.exec(text), null);
  if (plain !== null) return plain;
  const url = readUrl(text);
  if (url === null) return null;
  const title = nameIn(url);
  const { searchParams } = url;
  const apart =
    pairOf(searchParams, 'mlat', 'mlon') ?? pairOf(searchParams, 'lat', 'lon') ?? pairOf(searchParams, 'lat', 'lng');
  return (
    placeOf(pinPattern.exec(url.href), title) ??
    pairParams.reduce<MapPlace | null>(
      (found, name) => found ?? placeOf(anyPair.exec(searchParams.get(name) ?? ''), title),
      null,
    ) ??
    placeOf(apart, title) ??
    placeOf(bingPattern.exec(searchParams.get('cp') ?? ''), title) ??
    placeOf(viewPattern.exec(url.href), title) ??
    placeOf(hashPattern.exec(url.href), title)
  );
}

function pairOf(params: URLSearchParams, first: string, second: string): RegExpExecArray | null {
  return anyPair.exec(`${params.get(first) ?? ''},${params.get(second) ?? ''}`);
}

/** Whether a pasted text is an address of a map whose place is only known after opening it. */
export function isShortMapLink(text: string): boolean {
  const url = readUrl(text);
  return url !== null && ['maps.app.goo.gl', 'goo.gl', 'maps.apple'].includes(url.hostname);
}
