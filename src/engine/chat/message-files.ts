import { extname, join } from 'node:path';
import { createMediaRepository } from '../storage/media-repository';
import { createMessageRepository } from '../storage/message-repository';
import type { ChatDeps, MessageFile } from './chat-types';
import { readRaw } from './content/message-content';

/** Finds the stored file of a message, and the name that its sender gave it. */
export function createMessageFiles(
  deps: Pick<ChatDeps, 'storage' | 'mediaFolder'>,
): (messageId: string) => MessageFile | null {
  const messages = createMessageRepository(deps.storage);
  const media = createMediaRepository(deps.storage);
  return (messageId) => {
    const row = messages.byId(messageId);
    const file = row === null || row.state === 'unsent' ? null : media.file(messageId);
    if (row === null || file === null) return null;
    const { fileName } = readRaw(row.raw);
    const given = typeof fileName === 'string' && fileName !== '' ? fileName : null;
    const day = new Date(row.sentAt).toISOString().slice(0, 10);
    const name = given ?? `line-${row.type}-${day}${extname(file.fileName)}`;
    return { path: join(deps.mediaFolder, file.fileName), name, contentType: file.contentType };
  };
}
