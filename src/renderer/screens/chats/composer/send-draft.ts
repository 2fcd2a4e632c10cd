import { type ChatMessage, type Draft, emptyDraft } from '../../../../shared/model/chat';
import type { ConversationId } from '../../../../shared/model/ids';
import type { OutgoingContent } from '../../../../shared/model/outgoing';
import { rpc } from '../../../bridge/client';
import { showProblem } from '../../../components/show-problem';
import { pendingMessages, trackSend, usePendingSends } from '../thread/pending-sends';
import { changeDraft, giveBack, storeDraft } from './draft-store';
import { offerUndo } from './undo-store';

/** When a message goes: at once or at a time (epoch ms). `isUndoable` false leaves out the undo window. */
export interface SendTiming {
  readonly sendAt: number | null;
  readonly isUndoable: boolean;
}

interface SendDraftInput {
  readonly conversationId: ConversationId;
  /** Who it is for. */
  readonly title: string;
  readonly draft: Draft;
  /** The bubbles of the draft. */
  readonly contents: readonly OutgoingContent[];
  /** `sentAt` of the newest message on screen. */
  readonly seenUntil: number;
  readonly timing: SendTiming;
  /** Gets the messages as the engine stored them. */
  readonly onStored: (message: ChatMessage) => void;
}

/**
 * Sends bubbles in one call: they stand in the thread at once, the engine's stored messages take their place. Where
 * nothing was stored, the draft comes back as it was.
 */
export function sendContents(input: SendDraftInput): void {
  const { conversationId, draft, contents, timing, onStored } = input;
  const clientId = crypto.randomUUID();
  const pending =
    timing.sendAt === null
      ? pendingMessages({ conversationId, clientId, contents, files: draft.files }, Date.now())
      : [];
  const { add, remove } = usePendingSends.getState();
  add(pending);
  const call = rpc.chat
    .send({
      conversationId,
      clientId,
      contents: [...contents],
      quoteMessageId: draft.quoteMessageId,
      quickReplies: draft.quickReplies,
      sendAt: timing.sendAt,
      seenUntil: input.seenUntil,
    })
    .then(
      (messages) => {
        if (timing.sendAt === null) for (const message of messages) onStored(message);
        remove(pending);
        const first = messages[0];
        if (first === undefined || first.undoUntil === null) return;
        if (timing.isUndoable) {
          const { title } = input;
          offerUndo({ conversationId, title, messageId: first.id, undoUntil: first.undoUntil, draft });
        } else rpc.chat.sendNow({ messageId: first.id }).catch(showProblem);
      },
      (error: unknown) => {
        remove(pending);
        showProblem(error);
        void giveBack(conversationId, draft);
      },
    );
  trackSend(call);
}

/** Sends a whole draft; the composer is empty at once. */
export function sendDraft(input: SendDraftInput): void {
  sendContents(input);
  changeDraft(input.conversationId, () => emptyDraft);
  void storeDraft(input.conversationId);
}
