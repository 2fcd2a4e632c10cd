import { create } from 'zustand';
import type { Draft } from '../../../../shared/model/chat';
import type { ConversationId, MessageId } from '../../../../shared/model/ids';
import { rpc } from '../../../bridge/client';
import { showProblem } from '../../../components/show-problem';
import { giveBack } from './draft-store';

/** A message that LINE does not get before `undoUntil` (epoch ms), with the draft that it was. */
export interface UndoableSend {
  readonly conversationId: ConversationId;
  /** Who it is for. */
  readonly title: string;
  readonly messageId: MessageId;
  readonly undoUntil: number;
  readonly draft: Draft;
}

/** Messages of this window that can still be taken back, the newest last. They outlive a change of conversation. */
export const useUndoableSends = create<{ readonly sends: readonly UndoableSend[] }>(() => ({ sends: [] }));

function drop(messageId: MessageId): void {
  useUndoableSends.setState(({ sends }) => ({ sends: sends.filter((send) => send.messageId !== messageId) }));
}

/** Offers a message to be taken back until its time is over. */
export function offerUndo(send: UndoableSend): void {
  useUndoableSends.setState(({ sends }) => ({ sends: [...sends, send] }));
  setTimeout(() => drop(send.messageId), Math.max(0, send.undoUntil - Date.now()));
}

/** The draft exactly as it was when a message of this window was sent; null where that is not known any more. */
function draftBefore(messageId: MessageId): Draft | null {
  return useUndoableSends.getState().sends.find((send) => send.messageId === messageId)?.draft ?? null;
}

/**
 * Takes a message back that LINE has not got, with the bubbles of its call: it stands in the draft again. A refusal is
 * shown: mostly it was too late.
 */
export async function takeBack(conversationId: ConversationId, messageId: MessageId): Promise<void> {
  const before = draftBefore(messageId);
  drop(messageId);
  try {
    const stored = await rpc.chat.discard({ messageId });
    await giveBack(conversationId, before ?? stored);
  } catch (error) {
    showProblem(error);
  }
}

/** Takes back the message that was sent last, if it still can be. */
export function takeBackLast(): void {
  const last = useUndoableSends.getState().sends.at(-1);
  if (last !== undefined) void takeBack(last.conversationId, last.messageId);
}
