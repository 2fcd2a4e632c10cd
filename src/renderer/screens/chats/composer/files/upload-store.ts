import { create } from 'zustand';
import type { Problem } from '../../../../../shared/errors/error-code';
import type { ConversationId } from '../../../../../shared/model/ids';
import type { OutgoingFile } from '../../../../../shared/model/outgoing';
import { rpc } from '../../../../bridge/client';
import { attach, roomIn } from '../draft-model';
import { changeAnyDraft, draftOf } from '../draft-store';
import { judgeFile } from './file-kind';
import { prepareFile } from './prepare-file';
import { UploadRefused } from './upload-file';

/** A file between being chosen and standing in the draft, or the reason why it does not. */
export interface Upload {
  readonly key: string;
  readonly conversationId: ConversationId;
  readonly file: File;
  readonly kind: OutgoingFile['kind'];
  /** 0..1 of what was given to the engine. */
  readonly ratio: number;
  /** Why it does not go; `noRoom` = one message has no more bubbles. */
  readonly problem: Problem | 'noRoom' | null;
  /** Whether it could go as a card with a link instead. */
  readonly canBeCard: boolean;
}

/** Files that are being read, and those that were refused, until the person puts them away. */
export const useUploads = create<{ readonly uploads: readonly Upload[] }>(() => ({ uploads: [] }));

const running = new Map<string, AbortController>();
/** One file of a conversation after the other: they stand in the order in which they were chosen, and memory stays small. */
const turns = new Map<ConversationId, Promise<void>>();

function patch(key: string, change: Partial<Upload>): void {
  useUploads.setState(({ uploads }) => ({
    uploads: uploads.map((upload) => (upload.key === key ? { ...upload, ...change } : upload)),
  }));
}

/** Gives a file up, or puts its refusal away. */
export function dropUpload(key: string): void {
  running.get(key)?.abort();
  running.delete(key);
  useUploads.setState(({ uploads }) => ({ uploads: uploads.filter((upload) => upload.key !== key) }));
}

function start(upload: Upload): void {
  const end = new AbortController();
  running.set(upload.key, end);
  patch(upload.key, { kind: upload.kind, problem: null, ratio: 0 });
  const before = turns.get(upload.conversationId) ?? Promise.resolve();
  turns.set(
    upload.conversationId,
    before.then(() => read(upload, end)),
  );
}

/** Never rejects: a failure stands at the file. */
async function read(upload: Upload, end: AbortController): Promise<void> {
  if (end.signal.aborted) return;
  try {
    const file = await prepareFile(upload.kind, upload.file, {
      signal: end.signal,
      onProgress: (ratio) => patch(upload.key, { ratio }),
    });
    if (end.signal.aborted) {
      await rpc.chat.removeFile({ id: file.id });
      return;
    }
    await changeAnyDraft(upload.conversationId, (draft) =>
      attach(draft, [{ type: file.kind, fileId: file.id }], [file]),
    );
    dropUpload(upload.key);
  } catch (error) {
    if (end.signal.aborted) return;
    const problem = error instanceof UploadRefused ? error.problem : { code: 'INTERNAL' as const, params: {} };
    const canBeCard = upload.kind !== 'file' && problem.code !== 'STORAGE_FULL' && problem.code !== 'INTERNAL';
    patch(upload.key, { problem, canBeCard });
  }
}

/** Adds files to a conversation's draft, each on its own: one that is refused says so and holds up no other. */
export function addFiles(conversationId: ConversationId, files: readonly File[]): void {
  let room = roomIn(draftOf(conversationId)) - countRunning(conversationId);
  for (const file of files) {
    const verdict = judgeFile(file);
    const base = { key: crypto.randomUUID(), conversationId, file, ratio: 0 };
    if (verdict.refusal !== null) {
      const params = { name: file.name, ...(verdict.limit === undefined ? {} : { limit: verdict.limit }) };
      add({ ...base, kind: 'file', problem: { code: verdict.refusal, params }, canBeCard: verdict.canBeCard });
    } else if (room <= 0) {
      add({ ...base, kind: verdict.kind, problem: 'noRoom', canBeCard: false });
    } else {
      room -= 1;
      const upload: Upload = { ...base, kind: verdict.kind, problem: null, canBeCard: false };
      add(upload);
      start(upload);
    }
  }
}

function add(upload: Upload): void {
  useUploads.setState(({ uploads }) => ({ uploads: [...uploads, upload] }));
}

/** Files of a conversation that are still being read. */
export function countRunning(conversationId: ConversationId): number {
  return useUploads
    .getState()
    .uploads.filter((upload) => upload.conversationId === conversationId && upload.problem === null).length;
}

/** A refused file goes as a card with a link after all. */
export function sendAsCard(upload: Upload): void {
  if (judgeFile(upload.file, true).refusal === null) start({ ...upload, kind: 'file' });
}
