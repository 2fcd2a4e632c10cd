/** The input of `chat.send` for one bubble of text, written just now. */
export function outgoingText(conversationId: string, text: string, clientId: string = crypto.randomUUID()) {
  return {
    conversationId,
    clientId,
    contents: [{ type: 'text' as const, parts: [{ kind: 'text' as const, text }] }],
    quoteMessageId: null,
    quickReplies: [],
    sendAt: null,
    seenUntil: Date.now(),
  };
}
