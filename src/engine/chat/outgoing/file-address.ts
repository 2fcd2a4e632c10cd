import type { LineMessageObject } from '../../line';

/** Which of the two parts of a file that is sent: itself, or the small picture that stands for it. */
export type FilePart = 'content' | 'preview';

const placeholder = /^lumo-file:([A-Za-z0-9_-]{10,64})\/(content|preview)$/;

/** Stands in a stored message for the address of a file that the relay does not serve yet. LINE never sees it. */
export function fileAddress(fileId: string, part: FilePart): string {
  return `lumo-file:${fileId}/${part}`;
}

/** Files whose addresses a message still lacks. */
export function filesLacking(messages: readonly LineMessageObject[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const message of messages) {
    replaceAddresses(message, (fileId) => {
      found.add(fileId);
      return null;
    });
  }
  return found;
}

/** The message with the addresses that are known; null leaves one as it is. */
export function withAddresses(
  message: LineMessageObject,
  addressOf: (fileId: string, part: FilePart) => string | null,
): LineMessageObject {
  return { ...replaceAddresses(message, addressOf), type: message.type };
}

type Addresses = (fileId: string, part: FilePart) => string | null;

function replaceAddresses(owner: object, addressOf: Addresses): Record<string, unknown> {
  return Object.fromEntries(Object.entries(owner).map(([name, value]) => [name, replaced(value, addressOf)]));
}

function replaced(value: unknown, addressOf: Addresses): unknown {
  if (Array.isArray(value)) return value.map((entry) => replaced(entry, addressOf));
  if (typeof value === 'object' && value !== null) return replaceAddresses(value, addressOf);
  if (typeof value !== 'string') return value;
  const [, fileId, part] = placeholder.exec(value) ?? [];
  if (fileId === undefined) return value;
  return addressOf(fileId, part === 'preview' ? 'preview' : 'content') ?? value;
}
