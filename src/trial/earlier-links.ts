import { z } from 'zod';
import type { startSandbox } from '../sandbox/server';

const tokenSchema = z.object({ token: z.string() });
const PER_CALL = 100;
const API = '2026-03';
const PROPERTY = 'lumo_line_1_user_id';

type Sandbox = Pick<
  Awaited<ReturnType<typeof startSandbox>>,
  'endpoints' | 'officialAccounts' | 'friendsWhoAreContacts'
>;

/**
 * Lets the sandbox's HubSpot look as an integration leaves it that was disconnected once: three of five friends of the first Official Account
 * carry their LINE User ID on their contact, so that connecting with sequence number 1 re-finds the links, as it does with real accounts. Written
 * through HubSpot's own API; repeating it changes nothing.
 */
export async function writeEarlierLinks({
  endpoints,
  officialAccounts,
  friendsWhoAreContacts,
}: Sandbox): Promise<void> {
  const [first] = officialAccounts;
  if (first === undefined) return;
  const issued = await fetch(`${endpoints.control}/hubspot/tokens/static`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'serviceKey', name: 'Earlier console' }),
  });
  const { token } = tokenSchema.parse(await issued.json());
  const call = async (path: string, body: unknown, alsoFine: readonly number[] = []) => {
    const answer = await fetch(`${endpoints.hubspotApi}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok && !alsoFine.includes(answer.status)) throw new Error(`HubSpot's stand-in refused ${path}: ${text}`);
  };
  const EXISTS = 409;
  await call(
    `/crm/properties/${API}/contacts/groups`,
    { name: 'lumo_line', label: 'LINE (Lumo Console)', displayOrder: -1 },
    [EXISTS],
  );
  const definition = {
    name: PROPERTY,
    label: `LINE User ID (${first.displayName})`,
    groupName: 'lumo_line',
    type: 'string',
    fieldType: 'text',
  };
  await call(`/crm/properties/${API}/contacts`, definition, [EXISTS]);
  const linked = friendsWhoAreContacts(first.channelId).filter((_pair, index) => index % 5 < 3);
  for (let at = 0; at < linked.length; at += PER_CALL) {
    const inputs = linked
      .slice(at, at + PER_CALL)
      .map(({ userId, contactId }) => ({ id: contactId, properties: { [PROPERTY]: userId } }));
    await call(`/crm/objects/${API}/contacts/batch/update`, { inputs });
  }
  await fetch(`${endpoints.control}/hubspot/tokens/static/revoke`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
}
