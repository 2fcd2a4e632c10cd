import { join } from 'node:path';
import type { Problem } from '../../../shared/errors/error-code';
import type { LineMessageObject } from '../../line';
import { RelayError } from '../../relay/relay-error';
import type { OutboxHead, OutboxRepository } from '../../storage/outbox-repository';
import type { OutgoingFileRepository, OutgoingFileRow } from '../../storage/outgoing-file-repository';
import { inTransaction } from '../../storage/storage';
import type { ChatDeps } from '../chat-types';
import { type FilePart, fileAddress, filesLacking, withAddresses } from './file-address';

/** Customers open pictures and files for so long. */
const addressLifeMs = 30 * 24 * 60 * 60_000;
/** An address that ends sooner is not given to LINE any more. */
const leastLifeMs = 24 * 60 * 60_000;

export interface FileUploads {
  /** True while a bubble of the call lacks an address. */
  isNeeded(head: OutboxHead): boolean;
  /**
   * Puts the files of a call on the relay and gives their addresses to its bubbles; null = all have them. A problem says why
   * not, and whether waiting helps.
   */
  put(head: OutboxHead): Promise<{ problem: Problem; canWait: boolean } | null>;
  /** Addresses that have ended are asked for again: the bubbles wait for their files as before. For calls that LINE did not take. */
  renew(head: OutboxHead): void;
}

/** Files of customers' messages, put on the relay when they are sent: LINE takes files from a public address only. */
export function createFileUploads(
  deps: Pick<ChatDeps, 'storage' | 'relay' | 'clock'> & {
    folder: string;
    outbox: OutboxRepository;
    files: OutgoingFileRepository;
  },
): FileUploads {
  const { clock, files, folder, outbox, relay, storage } = deps;
  /** Planned messages whose files have addresses, by the id of their first bubble. */
  const whole = new Set<string>();
  /** Uploads under way, by file: two calls that send one file share it. */
  const running = new Map<string, Promise<OutgoingFileRow>>();

  const bubblesOf = (head: OutboxHead) =>
    outbox.bubbles(head).map((bubble) => ({ ...bubble, message: JSON.parse(bubble.raw) as LineMessageObject }));
  const lacking = (head: OutboxHead) => filesLacking(bubblesOf(head).map(({ message }) => message));
  const isGood = ({ url, urlUntil }: OutgoingFileRow, until: number) => url !== null && (urlUntil ?? 0) >= until;

  const putFile = async (file: OutgoingFileRow, until: number): Promise<OutgoingFileRow> => {
    if (relay === null) throw new RelayError('RELAY_UNREACHABLE', 'offline', 'There is no relay.');
    const put = (fileName: string, contentType: string) =>
      relay.putFile({ path: join(folder, fileName), contentType, name: file.name, expiresAt: until });
    const preview = file.previewName === null ? null : await put(file.previewName, 'image/jpeg');
    const content = await put(file.fileName, file.contentType);
    const urlUntil = Math.min(content.expiresAt, preview?.expiresAt ?? content.expiresAt);
    files.setAddress(file.id, content.url, preview?.url ?? null, urlUntil);
    return { ...file, url: content.url, previewUrl: preview?.url ?? null, urlUntil };
  };
  const addressed = (file: OutgoingFileRow, until: number): Promise<OutgoingFileRow> => {
    const known = running.get(file.id);
    if (known !== undefined) return known;
    const upload = putFile(file, until).finally(() => running.delete(file.id));
    running.set(file.id, upload);
    return upload;
  };
  const addressOf = (file: OutgoingFileRow | undefined, part: FilePart) =>
    (part === 'preview' ? file?.previewUrl : file?.url) ?? null;

  return {
    isNeeded(head) {
      if (whole.has(head.id)) return false;
      const isNeeded = lacking(head).size > 0;
      // a plan is looked at often until its hour comes
      if (!isNeeded && head.scheduledAt !== null) whole.add(head.id);
      return isNeeded;
    },
    async put(head) {
      const sentAt = Math.max(clock.now(), head.scheduledAt ?? 0);
      const ready = new Map<string, OutgoingFileRow>();
      for (const id of lacking(head)) {
        const file = files.get(id);
        if (file === null) return { problem: { code: 'FILE_GONE', params: {} }, canWait: false };
        try {
          ready.set(id, isGood(file, sentAt + leastLifeMs) ? file : await addressed(file, sentAt + addressLifeMs));
        } catch (error) {
          return problemOf(error, file.name);
        }
      }
      inTransaction(storage, () => {
        for (const { seq, message } of bubblesOf(head)) {
          const whole = withAddresses(message, (id, part) => addressOf(ready.get(id), part));
          outbox.setRaw(seq, JSON.stringify(whole));
        }
      });
      return null;
    },
    renew(head) {
      whole.delete(head.id);
      for (const { seq, content, message } of bubblesOf(head)) {
        const file = files.get(fileIdIn(content) ?? '');
        if (file === null || file.url === null || isGood(file, clock.now() + leastLifeMs)) continue;
        const parts = new Map<string, FilePart>([[file.url, 'content']]);
        if (file.previewUrl !== null) parts.set(file.previewUrl, 'preview');
        const waiting = JSON.stringify(message, (_name, value: unknown) => {
          const part = typeof value === 'string' ? parts.get(value) : undefined;
          return part === undefined ? value : fileAddress(file.id, part);
        });
        outbox.setRaw(seq, waiting);
      }
    },
  };
}

function fileIdIn(content: string | null): string | null {
  const made: unknown = content === null ? null : JSON.parse(content);
  if (typeof made !== 'object' || made === null) return null;
  const id: unknown = Reflect.get(made, 'fileId') ?? Reflect.get(made, 'imageFileId');
  return typeof id === 'string' ? id : null;
}

function problemOf(error: unknown, name: string): { problem: Problem; canWait: boolean } {
  if (error instanceof RelayError) {
    return { problem: { code: 'FILE_NEEDS_RELAY', params: { name } }, canWait: error.trouble !== 'rejected' };
  }
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    return { problem: { code: 'FILE_GONE', params: { name } }, canWait: false };
  }
  throw error;
}
