import { create } from 'zustand';
import type { ChatMessage, MessageContent, ShownAction } from '../../../../shared/model/chat';
import { type ConversationId, messageIdSchema } from '../../../../shared/model/ids';
import type { OutgoingContent, OutgoingFile, TapAction } from '../../../../shared/model/outgoing';

interface PendingSendsState {
  /** Bubbles that the engine has not answered for yet, in the order of sending. */
  readonly messages: readonly ChatMessage[];
  readonly add: (messages: readonly ChatMessage[]) => void;
  readonly remove: (messages: readonly ChatMessage[]) => void;
}

/** Messages between the press of Send and the engine's answer. They outlive a change of conversation. */
export const usePendingSends = create<PendingSendsState>((set) => ({
  messages: [],
  add: (added) => set(({ messages }) => ({ messages: [...messages, ...added] })),
  remove: (gone) => set(({ messages }) => ({ messages: messages.filter((held) => !gone.includes(held)) })),
}));

const running = new Set<Promise<unknown>>();

/** Notes a call of `chat.send` until it is answered. */
export function trackSend(call: Promise<unknown>): void {
  running.add(call);
  const done = (): void => {
    running.delete(call);
  };
  call.then(done, done);
}

/** Resolves once no send is unanswered: what is read after it and the pending bubbles never show a message twice. */
export async function sendsAnswered(): Promise<void> {
  while (running.size > 0) await Promise.allSettled([...running]);
}

/** A button as a reader sees it. */
function shownAction(action: TapAction): ShownAction {
  const detail = action.kind === 'url' ? action.url : action.kind === 'say' ? action.text : action.data;
  return { kind: action.kind, label: action.label, detail };
}

type OfType<Type extends OutgoingContent['type']> = Extract<OutgoingContent, { type: Type }>;

function shownFile(content: OfType<'image' | 'video' | 'audio'> | OfType<'file'>, file?: OutgoingFile): MessageContent {
  const media = {
    state: 'stored',
    url: file?.url ?? null,
    previewUrl: file?.previewUrl ?? null,
    byteSize: file?.byteSize ?? null,
    contentType: file?.contentType ?? null,
  } as const;
  const durationMs = file?.durationMs ?? null;
  switch (content.type) {
    case 'image':
      return { type: 'image', media, imageSet: null };
    case 'video':
      return { type: 'video', media, durationMs };
    case 'audio':
      return { type: 'audio', media, durationMs };
    case 'file':
      return { type: 'file', media, fileName: file?.name ?? '' };
  }
}

/** A bubble as the thread will show it, before the engine has stored it. */
export function shownContent(content: OutgoingContent, files: readonly OutgoingFile[]): MessageContent {
  switch (content.type) {
    case 'text': {
      const parts = content.parts.map((part) => {
        if (part.kind === 'text') return part;
        if (part.kind === 'emoji') return { ...part, alt: '', pictureUrl: null };
        return { kind: 'mention' as const, text: `@${part.name}`, isSelf: false, isAll: part.userId === 'all' };
      });
      const text = parts.map((part) => (part.kind === 'emoji' ? '□' : part.text)).join('');
      return { type: 'text', text, parts };
    }
    case 'sticker':
      return { ...content, resourceType: null, keywords: [], text: null, pictureUrl: null };
    case 'location':
      return content;
    case 'buttons': {
      const url = files.find((file) => file.id === content.imageFileId)?.url ?? null;
      return {
        type: 'card',
        lineType: 'template',
        altText: content.text,
        cards: [
          [
            ...(url === null ? [] : [{ kind: 'picture' as const, url, action: null }]),
            ...(content.title === null ? [] : [{ kind: 'text' as const, text: content.title, isStrong: true }]),
            { kind: 'text', text: content.text, isStrong: false },
            ...content.actions.map((action) => ({ kind: 'button' as const, action: shownAction(action) })),
          ],
        ],
      };
    }
    default:
      return shownFile(
        content,
        files.find((file) => file.id === content.fileId),
      );
  }
}

/** What is sent in one call, and the id under which a repeated call is harmless. */
export interface PendingCall {
  readonly conversationId: ConversationId;
  readonly clientId: string;
  readonly contents: readonly OutgoingContent[];
  readonly files: readonly OutgoingFile[];
}

/** The bubbles that stand for a send until the engine has stored them. */
export function pendingMessages(call: PendingCall, now: number): ChatMessage[] {
  return call.contents.map((content, place) => ({
    id: messageIdSchema.parse(`pending-${call.clientId}-${place}`),
    conversationId: call.conversationId,
    direction: 'out',
    origin: 'thisConsole',
    senderName: null,
    senderUserId: null,
    senderPictureUrl: null,
    quote: null,
    quickReplies: [],
    canQuote: false,
    editedAt: null,
    bundleId: call.contents.length > 1 ? call.clientId : null,
    scheduledAt: null,
    undoUntil: null,
    heldBecause: null,
    content: shownContent(content, call.files),
    sentAt: now,
    state: 'queued',
    problem: null,
    via: null,
    attempts: 0,
    canRetry: false,
  }));
}
