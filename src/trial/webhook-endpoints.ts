import { z } from 'zod';

/** An OA and the API host that knows it. */
export interface EndpointOwner {
  readonly lineApi: string;
  readonly channelId: string;
  readonly channelSecret: string;
}

const PATH = '/v2/bot/channel/webhook/endpoint';
const tokenSchema = z.object({ access_token: z.string() });
const endpointSchema = z.object({ endpoint: z.string() });

/** The OA's webhook URL as LINE has it, or null (line-api.md section 4.7). */
export async function lineWebhookEndpoint(owner: EndpointOwner): Promise<string | null> {
  const response = await fetch(owner.lineApi + PATH, { headers: await authorizationOf(owner) });
  const answer = endpointSchema.safeParse(await response.json());
  return response.ok && answer.success ? answer.data.endpoint : null;
}

/** Sets the OA's webhook URL as its owner does through LINE's API. */
export async function setLineWebhookEndpoint(owner: EndpointOwner, endpoint: string): Promise<void> {
  const headers = { ...(await authorizationOf(owner)), 'content-type': 'application/json' };
  const response = await fetch(owner.lineApi + PATH, { method: 'PUT', headers, body: JSON.stringify({ endpoint }) });
  if (!response.ok) {
    throw new Error(`The sandbox refused the webhook URL with status ${response.status}: ${await response.text()}`);
  }
}

/** A stateless token, as the console takes one (line-api.md section 3.1). */
async function authorizationOf(owner: EndpointOwner): Promise<{ authorization: string }> {
  const response = await fetch(`${owner.lineApi}/oauth2/v3/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: owner.channelId,
      client_secret: owner.channelSecret,
    }),
  });
  return { authorization: `Bearer ${tokenSchema.parse(await response.json()).access_token}` };
}
