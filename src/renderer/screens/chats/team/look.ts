import { create } from 'zustand';
import type { ConversationId } from '../../../../shared/model/ids';
import { rpc } from '../../../bridge/client';

/** Whoever typed nothing for so long is not writing any more, whatever still stands in the composer. */
const writingForMs = 8_000;
/** Conversations that are only passed by with the arrow keys are not told. */
const restMs = 150;

interface LookState {
  /** The conversation that an answer is being written in now. */
  readonly writingIn: ConversationId | null;
  /** To be called at each change of an answer; `hasContent` false = nothing stands there any more. */
  readonly typed: (conversationId: ConversationId, hasContent: boolean) => void;
}

let pause: ReturnType<typeof setTimeout> | null = null;

/** Where this window is writing an answer, so that colleagues are told. */
export const useLook = create<LookState>((set, get) => ({
  writingIn: null,
  typed: (conversationId, hasContent) => {
    if (!hasContent && get().writingIn !== conversationId) return;
    if (pause !== null) clearTimeout(pause);
    pause = hasContent ? setTimeout(() => set({ writingIn: null }), writingForMs) : null;
    set({ writingIn: hasContent ? conversationId : null });
  },
}));

interface Look {
  readonly conversationId: ConversationId | null;
  readonly isWriting: boolean;
}

let told: Look = { conversationId: null, isWriting: false };
let wanted: Look = told;
let timer: ReturnType<typeof setTimeout> | null = null;

/** Tells the workspace what this window shows, once it rests there. A call that fails is made good by the next one. */
export function tellLook(look: Look): void {
  wanted = look;
  if (timer !== null) return;
  timer = setTimeout(() => {
    timer = null;
    if (wanted.conversationId === told.conversationId && wanted.isWriting === told.isWriting) return;
    told = wanted;
    rpc.team.look(wanted).catch(() => {
      told = { conversationId: null, isWriting: false };
    });
  }, restMs);
}
