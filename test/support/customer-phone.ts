import { expect } from '@playwright/test';
import { z } from 'zod';
import type { TrialProcess } from './trial-process';

const sentSchema = z.object({
  messages: z.array(z.object({ direction: z.string(), type: z.string(), body: z.unknown(), sentBy: z.unknown() })),
});
const textSchema = z.object({ text: z.string() });
const linkMessageSchema = z.object({
  template: z.object({ actions: z.array(z.object({ uri: z.string() })).min(1) }),
});

/** A made-up customer of the sandbox's first Official Account, with what stands on their phone. */
export interface CustomerPhone {
  readonly name: string;
  writes(text: string): Promise<void>;
  /** Opens the page of the newest request to link, waits for it with a bound, and decides in LINE's dialog behind it. */
  decidesOnLink(decision: 'confirm' | 'fail'): Promise<void>;
  /** How often a text of the Official Account stands on the phone. */
  countOf(text: string): Promise<number>;
  /** Waits, with a bound, until the text has come; fails when it stands there more than once. */
  hasOnce(text: string, timeout?: number): Promise<void>;
}

/** A new customer who adds the Official Account. */
export async function newCustomer(trial: TrialProcess, name: string): Promise<CustomerPhone> {
  const account = trial.ready.officialAccounts[0]?.channelId ?? '';
  const { userId } = await trial.control<{ userId: string }>('POST', '/line/customers', { displayName: name });
  await trial.control('POST', `/line/accounts/${account}/follow`, { userId });
  const onPhone = async () =>
    sentSchema.parse(await trial.control('GET', `/line/accounts/${account}/chats/${userId}/messages`)).messages;
  const usedPages = new Set<string>();
  const openPage = async (): Promise<string | null> => {
    const uris = (await onPhone()).flatMap(
      ({ body }) => linkMessageSchema.safeParse(body).data?.template.actions ?? [],
    );
    return uris.findLast(({ uri }) => !usedPages.has(uri))?.uri ?? null;
  };
  const countOf = async (text: string): Promise<number> => {
    return (await onPhone()).filter(
      ({ direction, body }) => direction === 'out' && textSchema.safeParse(body).data?.text === text,
    ).length;
  };
  return {
    name,
    writes: async (text) => {
      await trial.control('POST', `/line/accounts/${account}/send`, { userId, messages: [{ type: 'text', text }] });
    },
    decidesOnLink: async (decision) => {
      await expect.poll(openPage, { message: 'a link to confirm on the phone', timeout: 30_000 }).not.toBeNull();
      const page = new URL((await openPage()) ?? '');
      usedPages.add(page.href);
      const linkToken = page.searchParams.get('linkToken') ?? '';
      expect((await fetch(page)).status).toBe(200);
      const pressed = await fetch(page.origin + page.pathname, {
        method: 'POST',
        body: new URLSearchParams({ linkToken }),
        redirect: 'manual',
      });
      const dialog = new URL(pressed.headers.get('location') ?? '');
      expect((await fetch(dialog)).status).toBe(200);
      const nonce = dialog.searchParams.get('nonce') ?? '';
      await fetch(dialog.origin + dialog.pathname, {
        method: 'POST',
        body: new URLSearchParams({ linkToken, nonce, decision }),
      });
    },
    countOf,
    hasOnce: async (text, timeout = 30_000) => {
      await expect.poll(() => countOf(text), { message: `on the phone: ${text}`, timeout }).toBe(1);
    },
  };
}

/** Takes HubSpot, LINE and the relay off the network, or brings them back. */
export async function setNetwork(trial: TrialProcess, isUp: boolean): Promise<void> {
  await trial.control('POST', '/network', { isUp });
}

export interface PlannedFault {
  readonly id: number;
  readonly hits: number;
}

/** Plans a fault of the sandbox; `happened` waits, with a bound, for its first hit. */
export async function planFault(
  trial: TrialProcess,
  fault: {
    service: 'hubspot' | 'line';
    kind: string;
    path: string;
    method?: string;
    times?: number;
    skip?: number;
    delayMs?: number;
  },
): Promise<{ happened(hits?: number): Promise<void>; remove(): Promise<void> }> {
  const { id } = await trial.control<{ id: number }>('POST', '/faults', fault);
  return {
    happened: async (hits = 1) => {
      await expect
        .poll(
          async () =>
            (await trial.control<PlannedFault[]>('GET', '/faults')).find((planned) => planned.id === id)?.hits ?? 0,
          { message: `fault ${fault.kind} on ${fault.path}`, timeout: 30_000, intervals: [50] },
        )
        .toBeGreaterThanOrEqual(hits);
    },
    remove: async () => {
      await trial.control('DELETE', `/faults/${id}`);
    },
  };
}
