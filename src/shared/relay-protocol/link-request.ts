import { z } from 'zod';

/** Kind of the event that tells a workspace that a customer opened the page of a link request. Appended by the relay. */
export const LINK_OPENED_KIND = 'link.opened';

/** Body of a `link.opened` event. */
export const linkOpenedSchema = z.object({ requestId: z.string() });

/** Languages of the customer's page. */
export const linkPageLanguageSchema = z.enum(['en', 'ja', 'zh-TW', 'th']);
export type LinkPageLanguage = z.infer<typeof linkPageLanguageSchema>;

/** Id of a link request, made by a console. */
export const linkRequestIdSchema = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/);

/** SHA-256 in base64url, without padding. */
const hashSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/**
 * Body of `PUT /v1/workspaces/:workspaceId/link-requests/:requestId`. The relay gets hashes only: who reads its disk can neither
 * open a page nor make a nonce. The nonce is derived from the page's id, see {@link linkNonceLabel}.
 */
export const registerLinkRequestSchema = z.object({
  /** Of the last part of the page's address. */
  pageIdHash: hashSchema,
  nonceHash: hashSchema,
  /** Of the one link token with which the page may be left for LINE. */
  linkTokenHash: hashSchema,
  /** When LINE's link token ends, epoch ms. */
  expiresAt: z.number().int(),
  /** The Official Account, as the customer knows it. */
  companyName: z.string().min(1).max(200),
  /** As the company knows the customer; null where it has no name. */
  customerName: z.string().min(1).max(300).nullable(),
  language: linkPageLanguageSchema,
});

/** Answer: the address to which the page's id is to be added. */
export const linkRequestRegisteredSchema = z.object({ pageBaseUrl: z.url() });

/** Body of `PUT .../link-requests/:requestId/outcome`: from then on the page says so. */
export const linkRequestOutcomeSchema = z.object({ outcome: z.enum(['linked', 'failed', 'cancelled']) });

/** The nonce of a request is HMAC-SHA256 of this label, keyed with the page's id, in base64url (43 characters). */
export const linkNonceLabel = 'lumo account link nonce';

/** A message's JSON without the secrets of a customer's page: only the customer's phone and the console that sent it have them. */
export function withoutLinkSecrets(json: string): string {
  return json.replace(/\/link\/[A-Za-z0-9_-]{43}\?linkToken=[^"\\]*/g, '/link/');
}

export type RegisterLinkRequest = z.infer<typeof registerLinkRequestSchema>;
export type LinkRequestOutcome = z.infer<typeof linkRequestOutcomeSchema>['outcome'];
