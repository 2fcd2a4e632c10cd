import { validateSignature } from '@line/bot-sdk';

/** True when the signature header belongs to these raw bytes and this secret (section 4.1). Compares in constant time. */
export function isSignedBy(channelSecret: string, rawBody: Buffer, signature: string): boolean {
  return validateSignature(rawBody, channelSecret, signature);
}
