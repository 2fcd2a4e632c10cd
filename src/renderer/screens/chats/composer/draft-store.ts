import { create } from 'zustand';
import { type Draft, emptyDraft } from '../../../../shared/model/chat';
import type { ConversationId, MessageId } from '../../../../shared/model/ids';
import { orpc, rpc } from '../../../bridge/client';
import { queryClient } from '../../../bridge/query-client';
import { useLook } from '../team/look';
import { isEmptyDraft, mergeDrafts } from './draft-model';

/** A pause in typing after which a draft is stored. */
const pauseMs = 350;
/** After a failed store it is tried again so much later, for as long as the window lives. */
const againMs = 3_000;
/** `chat.saveDraft` takes no more. */
const longestDraft = 20_000;

interface DraftStore {
  /** What stands in the composers of this window, by conversation: newer than what was read from the engine. */
  readonly byId: ReadonlyMap<ConversationId, Draft>;
  /** Raised when something came back to a draft: its composer takes the focus. */
  readonly comebacks: ReadonlyMap<ConversationId, number>;
}

/**
 * The drafts of this window. They belong to conversations, not to the composer on screen: a file that is read to its end
 * or an undo after the person went on finds its own conversation.
 */
export const useDraftStore = create<DraftStore>(() => ({ byId: new Map(), comebacks: new Map() }));

/** What was stored last, or read; a draft is dirty while it is another object than this. */
const stored = new Map<ConversationId, Draft>();
const timers = new Map<ConversationId, ReturnType<typeof setTimeout>>();
const open = new Map<ConversationId, number>();

function put(id: ConversationId, draft: Draft): void {
  useDraftStore.setState(({ byId }) => ({ byId: new Map(byId).set(id, draft) }));
}

/** The draft as it stands now; the empty one where nothing is known. */
export function draftOf(id: ConversationId): Draft {
  return useDraftStore.getState().byId.get(id) ?? emptyDraft;
}

/** Stores a draft at once if it changed. Never rejects: it is tried again until it is stored or the window ends. */
export async function storeDraft(id: ConversationId): Promise<void> {
  const timer = timers.get(id);
  if (timer !== undefined) clearTimeout(timer);
  timers.delete(id);
  const draft = useDraftStore.getState().byId.get(id);
  if (draft === undefined || stored.get(id) === draft) return;
  const before = stored.get(id);
  stored.set(id, draft);
  try {
    await rpc.chat.saveDraft({ conversationId: id, draft });
    if (!open.has(id)) forget(id);
  } catch {
    if (stored.get(id) !== draft) return;
    if (before === undefined) stored.delete(id);
    else stored.set(id, before);
    timers.set(
      id,
      setTimeout(() => void storeDraft(id), againMs),
    );
  }
}

/** What is stored and not on screen is read from the engine again: another window may have changed it. */
function forget(id: ConversationId): void {
  const { byId } = useDraftStore.getState();
  const draft = byId.get(id);
  if (draft === undefined || stored.get(id) !== draft) return;
  queryClient.setQueryData(
    orpc.chat.conversation.queryKey({ input: { id } }),
    (held) => held && { ...held, draft, hasDraft: !isEmptyDraft(draft) },
  );
  const left = new Map(byId);
  left.delete(id);
  stored.delete(id);
  useDraftStore.setState({ byId: left });
}

/** Changes a draft; it is stored at the next pause. */
export function changeDraft(id: ConversationId, change: (draft: Draft) => Draft): void {
  const before = draftOf(id);
  const next = change(before);
  if (next === before) return;
  put(id, next.text.length > longestDraft ? { ...next, text: next.text.slice(0, longestDraft) } : next);
  useLook.getState().typed(id, next.text.trim() !== '' || next.attachments.length > 0);
  const timer = timers.get(id);
  if (timer !== undefined) clearTimeout(timer);
  timers.set(
    id,
    setTimeout(() => void storeDraft(id), pauseMs),
  );
}

function readDraft(id: ConversationId): Draft | undefined {
  return queryClient.getQueryData(orpc.chat.conversation.queryKey({ input: { id } }))?.draft;
}

/** Changes a draft whose composer may not be on screen any more: what is stored is read first. */
export async function changeAnyDraft(id: ConversationId, change: (draft: Draft) => Draft): Promise<void> {
  if (!useDraftStore.getState().byId.has(id)) {
    const { draft } = await rpc.chat.conversation({ id });
    if (!useDraftStore.getState().byId.has(id)) {
      stored.set(id, draft);
      put(id, draft);
    }
  }
  changeDraft(id, change);
}

/** Brings a message back into its conversation's draft, before what was begun meanwhile, and asks for the focus. */
export async function giveBack(id: ConversationId, back: Draft): Promise<void> {
  await changeAnyDraft(id, (held) => mergeDrafts(back, held));
  void storeDraft(id);
  askFocus(id);
}

function askFocus(id: ConversationId): void {
  useDraftStore.setState(({ comebacks }) => ({
    comebacks: new Map(comebacks).set(id, (comebacks.get(id) ?? 0) + 1),
  }));
}

/** The answer quotes a message; the composer takes the focus. */
export function quoteInDraft(id: ConversationId, messageId: MessageId): void {
  changeDraft(id, (draft) => ({ ...draft, quoteMessageId: messageId }));
  askFocus(id);
}

/**
 * A composer shows the conversation; `read` = its draft as the engine told it. Given back: to be called when it goes.
 * What was changed in this window wins over what was read.
 */
export function openDraft(id: ConversationId, read: Draft): () => void {
  open.set(id, (open.get(id) ?? 0) + 1);
  if (!useDraftStore.getState().byId.has(id)) {
    // What a composer of the same conversation just left behind is newer than what this one was drawn with.
    const draft = readDraft(id) ?? read;
    stored.set(id, draft);
    put(id, draft);
  }
  return () => {
    const left = (open.get(id) ?? 1) - 1;
    if (left > 0) open.set(id, left);
    else open.delete(id);
    if (stored.get(id) === useDraftStore.getState().byId.get(id)) {
      if (left <= 0) forget(id);
    } else void storeDraft(id);
  };
}

/** Another window changed the draft: taken over where nobody writes in this one. */
export function adoptDraft(id: ConversationId, read: Draft): void {
  const held = useDraftStore.getState().byId.get(id);
  if (document.hasFocus() || held === undefined || stored.get(id) !== held) return;
  if (JSON.stringify(held) === JSON.stringify(read)) return;
  stored.set(id, read);
  put(id, read);
}

/** Stores whatever is not stored: a window that closes or loses the focus may not come back. */
function storeAll(): void {
  for (const id of useDraftStore.getState().byId.keys()) void storeDraft(id);
}
window.addEventListener('blur', storeAll);
window.addEventListener('pagehide', storeAll);
