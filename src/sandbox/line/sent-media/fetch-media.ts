import type { MediaUse } from './media-links';

/** What came of fetching a file as LINE's apps do. */
export interface MediaCheck {
  readonly state: 'ok' | 'broken';
  /** Why it cannot be shown; null when it can. */
  readonly problem: 'notHttps' | 'unreachable' | 'status' | 'contentType' | 'tooLarge' | 'notWhatItSays' | null;
  /** More about the problem, in English. */
  readonly detail: string | null;
  readonly contentType: string | null;
  readonly byteSize: number | null;
}

interface Rule {
  readonly maxBytes: number;
  readonly contentTypes: readonly string[];
  isThat(head: Buffer): boolean;
}

const MB = 1024 * 1024;
const DEADLINE_MS = 10_000;
const HEAD_BYTES = 64;
const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);
/** Names that belong to nobody (RFC 2606): there is no need to ask the network for them. */
const NOBODYS_HOSTS = /(^|\.)(example|invalid|test|example\.(com|net|org))$/;

const isPng = (head: Buffer) =>
  head.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
const isJpeg = (head: Buffer) => head[0] === 0xff && head[1] === 0xd8;
const isPicture = (head: Buffer) => isPng(head) || isJpeg(head);
const isMp4 = (head: Buffer) => head.subarray(4, 8).toString('latin1') === 'ftyp';
const isMp3 = (head: Buffer) =>
  head.subarray(0, 3).toString('latin1') === 'ID3' || (head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0);
const PICTURES = ['image/jpeg', 'image/png'];

/** Limits of facts/line-api sections 6.1 to 6.5. */
const RULES: Readonly<Record<MediaUse, Rule>> = {
  image: { maxBytes: 10 * MB, contentTypes: PICTURES, isThat: isPicture },
  preview: { maxBytes: MB, contentTypes: PICTURES, isThat: isPicture },
  icon: { maxBytes: MB, contentTypes: PICTURES, isThat: isPicture },
  video: { maxBytes: 200 * MB, contentTypes: ['video/mp4'], isThat: isMp4 },
  audio: {
    maxBytes: 200 * MB,
    contentTypes: ['audio/mpeg', 'audio/mp3', 'audio/mp4', 'audio/m4a', 'audio/x-m4a', 'audio/aac'],
    isThat: (head) => isMp4(head) || isMp3(head),
  },
};

/** True for the addresses that a phone would fetch; http on the loopback interface is the sandbox's exception. */
export function isFetchable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK_HOSTS.has(hostname));
}

/** Fetches a file and checks that LINE's apps would show it. Never throws. */
export async function checkMedia(url: string, use: MediaUse, stop: AbortSignal): Promise<MediaCheck> {
  if (!isFetchable(url)) return broken('notHttps', url);
  if (NOBODYS_HOSTS.test(new URL(url).hostname)) return broken('unreachable', 'There is no such host');
  try {
    const answer = await fetch(url, { signal: AbortSignal.any([stop, AbortSignal.timeout(DEADLINE_MS)]) });
    const contentType = (answer.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    if (answer.status !== 200) {
      await answer.body?.cancel();
      return broken('status', `Answered with status ${answer.status}`, contentType);
    }
    const rule = RULES[use];
    const { head, byteSize } = await read(answer, rule.maxBytes);
    if (byteSize > rule.maxBytes) {
      return broken('tooLarge', `${byteSize} bytes or more; ${rule.maxBytes} are allowed`, contentType, byteSize);
    }
    if (!rule.contentTypes.includes(contentType)) {
      return broken(
        'contentType',
        `"${contentType}" is none of ${rule.contentTypes.join(', ')}`,
        contentType,
        byteSize,
      );
    }
    if (!rule.isThat(head)) return broken('notWhatItSays', 'The bytes are of another kind', contentType, byteSize);
    return { state: 'ok', problem: null, detail: null, contentType, byteSize };
  } catch (problem) {
    const cause = problem instanceof Error && problem.cause instanceof Error ? problem.cause : problem;
    return broken('unreachable', cause instanceof Error ? cause.message : String(cause));
  }
}

/** Reads up to one byte more than is allowed, and keeps the first ones. */
async function read(answer: Response, maxBytes: number): Promise<{ head: Buffer; byteSize: number }> {
  let head = Buffer.alloc(0);
  let byteSize = 0;
  for await (const chunk of answer.body ?? []) {
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk]).subarray(0, HEAD_BYTES);
    byteSize += chunk.length;
    if (byteSize > maxBytes) break;
  }
  return { head, byteSize };
}

function broken(
  problem: Exclude<MediaCheck['problem'], null>,
  detail: string,
  contentType: string | null = null,
  byteSize: number | null = null,
): MediaCheck {
  return { state: 'broken', problem, detail, contentType: contentType || null, byteSize };
}
