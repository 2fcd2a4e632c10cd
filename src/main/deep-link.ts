const conversation = /^lumo:\/\/conversation\/(\d{1,15})\/?$/;
const contact = /^lumo:\/\/contact\/(\d{1,20})\/?$/;

/** The route that a `lumo://` link asks for, or null. The link comes from anywhere: only plain ids are taken from it. */
export function routeOfDeepLink(link: string): string | null {
  const conversationId = conversation.exec(link)?.[1];
  if (conversationId !== undefined) return `/chats/${conversationId}`;
  const contactId = contact.exec(link)?.[1];
  return contactId === undefined ? null : `/contacts/${contactId}`;
}

/** The first deep link among a program's arguments. */
export function deepLinkOf(argv: readonly string[]): string | null {
  return argv.find((argument) => argument.startsWith('lumo://')) ?? null;
}
