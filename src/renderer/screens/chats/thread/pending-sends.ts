import { create } from 'zustand';
import type { ChatMessage, MessageContent } from '../../../../shared/model/chat';
import { type ConversationId, messageIdSchema } from '../../../../shared/model/ids';
import type { OutgoingContent } from '../../../../shared/model/outgoing';

interface PendingSendsState {
  /** Bubbles that the engine has not answered for yet, in the order of sending. */
  readonly messages: readonly ChatMessage[];
  readonly add: (message: ChatMessage) => void;
  readonly remove: (message: ChatMessage) => void;
}

/** Messages between the press of Send and the engine's answer. They outlive a change of conversation. */
export const usePendingSends = create<PendingSendsState>((set) => ({
  messages: [],
  add: (message) => set(({ messages }) => ({ messages: [...messages, message] })),
  remove: (message) => set(({ messages }) => ({ messages: messages.filter((held) => held !== message) })),
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

function shownContent(content: OutgoingContent): MessageContent {
  if (content.type === 'sticker') return { ...content, keywords: [], text: null };
  if (content.type !== 'text') return { type: 'other', lineType: content.type, label: null };
  const parts = content.parts.flatMap((part) => (part.kind === 'text' ? part : []));
  return { type: 'text', text: parts.map(({ text }) => text).join(''), parts };
}

/** The bubble that stands for a send until the engine has stored it. */
export function pendingMessage(
  conversationId: ConversationId,
  clientId: string,
  content: OutgoingContent,
  now: number,
): ChatMessage {
  return {
    id: messageIdSchema.parse(`pending-${clientId}`),
    conversationId,
    direction: 'out',
    origin: 'thisConsole',
    senderName: null,
    senderUserId: null,
    quote: null,
    quickReplies: [],
    canQuote: false,
    editedAt: null,
    bundleId: null,
    scheduledAt: null,
    undoUntil: null,
    heldBecause: null,
    content: shownContent(content),
    sentAt: now,
    state: 'queued',
    problem: null,
    via: null,
    attempts: 0,
    canRetry: false,
  };
}
