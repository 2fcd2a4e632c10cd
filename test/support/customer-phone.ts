import { expect } from '@playwright/test';
import { z } from 'zod';
import type { TrialProcess } from './trial-process';

const shownSchema = z.object({
  id: z.string(),
  direction: z.enum(['in', 'out']),
  type: z.string(),
  body: z.record(z.string(), z.unknown()),
  userId: z.string().nullable(),
  sentBy: z.string().nullable(),
  readAt: z.number().nullable(),
  unsentAt: z.number().nullable(),
  editedAt: z.number().nullable(),
  isDelivered: z.boolean(),
});
const chatSchema = z.object({ messages: z.array(shownSchema) });
const sentSchema = z.object({ messages: z.array(shownSchema).min(1) });
const tapSchema = z.object({
  kind: z.string(),
  opens: z.string().optional(),
  copies: z.string().optional(),
  messages: z.array(shownSchema),
});
const textSchema = z.object({ text: z.string() });
const linkMessageSchema = z.object({
  template: z.object({ actions: z.array(z.object({ uri: z.string() })).min(1) }),
});
const WAIT_MS = 30_000;

/** A message as it stands on a phone. `out`: from the Official Account; `body` is LINE's message object without id and tokens. */
export type ShownMessage = z.infer<typeof shownSchema>;

/** A run of a customer's text: text, a LINE emoji, or a mention (in groups). */
export type TypedPart =
  | { text: string }
  | { emoji: { productId: string; emojiId: string; alt?: string } }
  | { mention: 'all' | 'account' | { userId: string }; name: string };

/** What a person can do in one chat of their phone. Samples are files that the sandbox makes: "parcel-1", "mug-2". Every send gives the messages' ids. */
export interface PhoneChat {
  /** The user, group or room id. */
  readonly chatId: string;
  writes(text: string, quotedMessageId?: string): Promise<string>;
  writesParts(parts: readonly TypedPart[]): Promise<string>;
  sendsSticker(fields?: {
    packageId?: string;
    stickerId?: string;
    stickerResourceType?: string;
    text?: string;
  }): Promise<string>;
  sendsPhoto(sample?: string): Promise<string>;
  /** Pictures together; `order` is the order of arrival from 1, and those left out never come. Each has a webhook of its own. */
  sendsPhotos(samples: readonly string[], order?: readonly number[]): Promise<string[]>;
  sendsVideo(options?: { sample?: string; transcodingMs?: number; isTranscodingFailed?: boolean }): Promise<string>;
  sendsVoice(options?: { sample?: string; transcodingMs?: number; isTranscodingFailed?: boolean }): Promise<string>;
  /** A file with these bytes; a small PDF when none are given. */
  sendsFile(fileName: string, file?: { contentType: string; bytes: Buffer }): Promise<string>;
  sendsPlace(place?: { title?: string; address?: string; latitude: number; longitude: number }): Promise<string>;
  /** Anything that the scenario API takes (docs/sandbox.md). */
  sends(...messages: readonly object[]): Promise<string[]>;
  /** Groups alone: elsewhere LINE tells no edits. */
  edits(messageId: string, text: string): Promise<void>;
  unsends(messageId: string): Promise<void>;
  /** Taps on the newest button, area or quick reply with this label; `value` is a date, a time or a sample photo. */
  taps(label: string, value?: string): Promise<z.infer<typeof tapSchema>>;
  /** Watches a video of the account to its end. */
  watches(messageId: string): Promise<void>;
  /** Everything on the phone, oldest first. */
  messages(): Promise<ShownMessage[]>;
  /** Waits, with a bound, for a message of the account that fits; the newest such one. */
  sees(fits: (message: ShownMessage) => boolean, what: string, timeout?: number): Promise<ShownMessage>;
  /** Waits, with a bound, until the account has read a message. */
  isReadBy(messageId: string, timeout?: number): Promise<void>;
  /** How often a text of the Official Account stands on the phone. */
  countOf(text: string): Promise<number>;
  /** Waits, with a bound, until the text has come; fails when it stands there more than once. */
  hasOnce(text: string, timeout?: number): Promise<void>;
}

/** A made-up customer of an Official Account of the sandbox, with what stands on their phone. */
export interface CustomerPhone extends PhoneChat {
  readonly name: string;
  readonly userId: string;
  follows(): Promise<void>;
  blocks(): Promise<void>;
  /** Opens the page of the newest request to link, waits for it with a bound, and decides in LINE's dialog behind it. */
  decidesOnLink(decision: 'confirm' | 'fail'): Promise<void>;
}

/** A group (or room) with the Official Account in it. */
export interface PhoneGroup {
  readonly groupId: string;
  /** The group on the phone of one of its members. */
  as(phone: CustomerPhone): PhoneChat;
  join(...phones: readonly CustomerPhone[]): Promise<void>;
  leave(...phones: readonly CustomerPhone[]): Promise<void>;
  rename(name: string): Promise<void>;
  removeAccount(): Promise<void>;
  inviteAccount(): Promise<void>;
}

/** A new customer who adds the Official Account (the first one, unless its channel id is given). */
export async function newCustomer(
  trial: TrialProcess,
  name: string,
  account = trial.ready.officialAccounts[0]?.channelId ?? '',
): Promise<CustomerPhone> {
  const { userId } = await trial.control<{ userId: string }>('POST', '/line/customers', { displayName: name });
  await trial.control('POST', `/line/accounts/${account}/follow`, { userId });
  const chat = chatOf(trial, account, userId, userId);
  const usedPages = new Set<string>();
  const openPage = async (): Promise<string | null> => {
    const uris = (await chat.messages()).flatMap(
      ({ body }) => linkMessageSchema.safeParse(body).data?.template.actions ?? [],
    );
    return uris.findLast(({ uri }) => !usedPages.has(uri))?.uri ?? null;
  };
  return {
    ...chat,
    name,
    userId,
    follows: async () => void (await trial.control('POST', `/line/accounts/${account}/follow`, { userId })),
    blocks: async () => void (await trial.control('POST', `/line/accounts/${account}/block`, { userId })),
    decidesOnLink: async (decision) => {
      await expect.poll(openPage, { message: 'a link to confirm on the phone', timeout: WAIT_MS }).not.toBeNull();
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
  };
}

/** A new group of these customers, who invite the account of the first; a room when it has no name. */
export async function newGroup(
  trial: TrialProcess,
  name: string | null,
  phones: readonly CustomerPhone[],
  account = trial.ready.officialAccounts[0]?.channelId ?? '',
): Promise<PhoneGroup> {
  const idsOf = (some: readonly CustomerPhone[]) => some.map(({ userId }) => userId);
  const { groupId } = await trial.control<{ groupId: string }>('POST', `/line/accounts/${account}/groups`, {
    ...(name === null ? {} : { name }),
    memberIds: idsOf(phones),
  });
  const change = async (path: string, body: object = {}) =>
    void (await trial.control('POST', `/line/groups/${groupId}${path}`, body));
  return {
    groupId,
    as: (phone) => chatOf(trial, account, phone.userId, groupId),
    join: (...some) => change('/members', { change: 'joined', memberIds: idsOf(some) }),
    leave: (...some) => change('/members', { change: 'left', memberIds: idsOf(some) }),
    rename: async (next) => void (await trial.control('PATCH', `/line/groups/${groupId}`, { name: next })),
    removeAccount: () => change('/remove-bot'),
    inviteAccount: () => change('/invite-bot'),
  };
}

function chatOf(trial: TrialProcess, account: string, userId: string, chatId: string): PhoneChat {
  const messages = async () =>
    chatSchema.parse(await trial.control('GET', `/line/accounts/${account}/chats/${chatId}/messages?limit=1000`))
      .messages;
  const send = async (contents: readonly object[], isEachAlone = false): Promise<string[]> => {
    const body = { userId, chatId, messages: contents, isEachAlone };
    const sent = sentSchema.parse(await trial.control('POST', `/line/accounts/${account}/send`, body));
    return sent.messages.map(({ id }) => id);
  };
  const sendOne = async (content: object): Promise<string> => (await send([content]))[0] ?? '';
  const countOf = async (text: string): Promise<number> =>
    (await messages()).filter(
      ({ direction, body }) => direction === 'out' && textSchema.safeParse(body).data?.text === text,
    ).length;
  const find = async (fits: (message: ShownMessage) => boolean): Promise<ShownMessage | null> =>
    (await messages()).findLast((one) => one.direction === 'out' && one.isDelivered && fits(one)) ?? null;
  return {
    chatId,
    writes: (text, quotedMessageId) => sendOne({ type: 'text', text, quotedMessageId }),
    writesParts: (parts) => sendOne({ type: 'text', parts }),
    sendsSticker: (fields = {}) => sendOne({ type: 'sticker', packageId: '446', stickerId: '1988', ...fields }),
    sendsPhoto: (sample = 'parcel-1') => sendOne({ type: 'image', sample }),
    sendsPhotos: (images, order) => send([{ type: 'imageSet', images, order }], true),
    sendsVideo: (options) => sendOne({ type: 'video', sample: 'parcel-1', ...options }),
    sendsVoice: (options) => sendOne({ type: 'audio', sample: 'voice-1', ...options }),
    sendsFile: (fileName, file) =>
      sendOne({
        type: 'file',
        fileName,
        ...(file === undefined
          ? { sample: fileName }
          : { contentType: file.contentType, bytes: file.bytes.toString('base64') }),
      }),
    sendsPlace: (place = { title: '渋谷駅', address: '東京都渋谷区', latitude: 35.658, longitude: 139.7016 }) =>
      sendOne({ type: 'location', ...place }),
    sends: (...contents) => send(contents),
    edits: async (messageId, text) => void (await trial.control('POST', `/line/messages/${messageId}/edit`, { text })),
    unsends: async (messageId) => void (await trial.control('POST', `/line/messages/${messageId}/unsend`, {})),
    taps: async (label, value) => {
      const message = await find(({ body }) => JSON.stringify(body).includes(`"label":${JSON.stringify(label)}`));
      return tapSchema.parse(
        await trial.control('POST', `/line/messages/${message?.id}/tap`, { userId, label, value }),
      );
    },
    watches: async (messageId) => void (await trial.control('POST', `/line/messages/${messageId}/watch`, {})),
    messages,
    sees: async (fits, what, timeout = WAIT_MS) => {
      let found: ShownMessage | null = null;
      const look = async () => {
        found = await find(fits);
        return found !== null;
      };
      await expect.poll(look, { message: `on the phone: ${what}`, timeout }).toBe(true);
      return shownSchema.parse(found);
    },
    isReadBy: async (messageId, timeout = WAIT_MS) => {
      const isRead = async () => (await messages()).find(({ id }) => id === messageId)?.readAt != null;
      await expect.poll(isRead, { message: 'read by the account', timeout }).toBe(true);
    },
    countOf,
    hasOnce: async (text, timeout = WAIT_MS) => {
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
