import type { z } from 'zod';
import { type Draft, draftSchema, emptyDraft } from '../../../shared/model/chat';
import { draftTextOfParts } from '../../../shared/model/draft-text';
import type { OutgoingContent } from '../../../shared/model/outgoing';
import { createDraftRepository } from '../../storage/draft-repository';
import type { ChatDeps } from '../chat-types';
import type { OutgoingFiles } from './outgoing-files';

const extrasSchema = draftSchema.pick({ attachments: true, quoteMessageId: true, quickReplies: true });
type Extras = z.infer<typeof extrasSchema>;

export interface Drafts {
  get(conversationId: number): Draft;
  /** True when there was a draft and there is none now, or the other way round. */
  save(conversationId: number, draft: z.input<typeof draftSchema>): boolean;
  /** What was sent leaves the draft; joins the caller's transaction. */
  takeOut(conversationId: number, sent: readonly OutgoingContent[]): void;
  /** Bubbles that were not sent, as a draft: the last text is what stands in the field. */
  of(contents: readonly OutgoingContent[], extras: Pick<Draft, 'quoteMessageId' | 'quickReplies'>): Draft;
}

/** What stands in composers. Kept in the database at each change, so that a crash takes nothing. */
export function createDrafts(deps: Pick<ChatDeps, 'storage' | 'clock'> & { files: OutgoingFiles }): Drafts {
  const rows = createDraftRepository(deps.storage);

  const read = (conversationId: number) => {
    const { text, extras } = rows.get(conversationId);
    const none: Extras = { attachments: [], quoteMessageId: null, quickReplies: [] };
    const found = extras === null ? null : extrasSchema.safeParse(JSON.parse(extras));
    return { text, extras: found?.success ? found.data : none };
  };
  const write = (
    conversationId: number,
    text: string,
    { attachments, quoteMessageId, quickReplies }: z.input<typeof extrasSchema>,
  ) => {
    const isEmpty = attachments.length === 0 && quoteMessageId === null && quickReplies.length === 0;
    const extras = isEmpty ? null : JSON.stringify({ attachments, quoteMessageId, quickReplies });
    rows.save(conversationId, { text, extras }, deps.clock.now());
  };
  const whole = (text: string, extras: Extras): Draft => {
    const files = extras.attachments.flatMap((content) => fileIds(content).flatMap((id) => deps.files.find(id) ?? []));
    const known = new Set(files.map(({ id }) => id));
    const attachments = extras.attachments.filter((content) => fileIds(content).every((id) => known.has(id)));
    return { ...extras, text, attachments, files };
  };

  return {
    get(conversationId) {
      const { text, extras } = read(conversationId);
      return whole(text, extras);
    },
    save(conversationId, draft) {
      const before = rows.get(conversationId);
      write(conversationId, draft.text, draft);
      const after = rows.get(conversationId);
      return isEmptyRow(before) !== isEmptyRow(after);
    },
    takeOut(conversationId, sent) {
      const { text, extras } = read(conversationId);
      // a sticker that was tapped goes by itself: what is being written stays
      const isOnTheSide = sent.every(({ type }) => type === 'sticker' || type === 'location');
      if (!isOnTheSide || text === '') {
        write(conversationId, '', emptyDraft);
        return;
      }
      const gone = new Set(sent.map((content) => JSON.stringify(content)));
      const attachments = extras.attachments.filter((content) => !gone.has(JSON.stringify(content)));
      write(conversationId, text, { attachments, quoteMessageId: null, quickReplies: [] });
    },
    of(contents, extras) {
      const last = contents.at(-1);
      const hasText = last?.type === 'text';
      const attachments = hasText ? contents.slice(0, -1) : [...contents];
      return whole(hasText ? draftTextOfParts(last.parts) : '', { ...extras, attachments });
    },
  };
}

function isEmptyRow({ text, extras }: { text: string; extras: string | null }): boolean {
  return text === '' && extras === null;
}

function fileIds(content: OutgoingContent): string[] {
  if (content.type === 'buttons') return content.imageFileId === null ? [] : [content.imageFileId];
  return 'fileId' in content ? [content.fileId] : [];
}
