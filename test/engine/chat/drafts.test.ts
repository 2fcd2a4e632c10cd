import { expect, test } from 'vitest';
import type { Draft } from '../../../src/shared/model/chat';
import { messageIdSchema } from '../../../src/shared/model/ids';
import type { OutgoingContent } from '../../../src/shared/model/outgoing';
import { LineWorld } from '../support/line-world';
import { outgoingText } from '../support/outgoing-text';

const sticker: OutgoingContent = { type: 'sticker', packageId: '446', stickerId: '1988' };
const place: OutgoingContent = { type: 'location', title: 'Here', address: 'Tokyo', latitude: 1, longitude: 2 };

async function writing() {
  const world = await LineWorld.start();
  const secrets = new Map<string, string>();
  const console = await world.connected('one', { secrets });
  const userId = await world.customer('Olivia');
  await world.write(userId, 'hello');
  const conversation = await console.conversationWith('hello');
  const [hello] = await console.thread(conversation);
  const draft: Draft = {
    text: 'half a ⟦love⟧ sent',
    attachments: [place],
    files: [],
    quoteMessageId: hello?.id ?? null,
    quickReplies: [{ kind: 'say', label: 'OK', text: 'OK' }],
  };
  const kept = async (of = console) => (await of.chat.service.conversation({ id: conversation.id })).draft;
  return { world, console, secrets, conversation, draft, kept };
}

test('a draft with all that stands in it survives a kill, is listed, and leaves with what was sent', async () => {
  const { world, console, secrets, conversation, draft, kept } = await writing();
  await console.chat.service.saveDraft({ conversationId: conversation.id, draft });
  const second = world.console('one', { secrets });
  expect(await kept(second)).toEqual(draft);
  expect((await second.conversations('all'))[0]).toMatchObject({ hasDraft: true });
  await second.stop();
  // without words it is a draft as well
  await console.chat.service.saveDraft({ conversationId: conversation.id, draft: { ...draft, text: '' } });
  const page = { view: 'drafts', officialAccountId: null, text: '', offset: 0, limit: 10 } as const;
  expect((await console.chat.service.conversations(page)).counts.drafts).toBe(1);
  await console.chat.service.saveDraft({ conversationId: conversation.id, draft });
  const call = outgoingText(conversation.id, 'half a sent');
  await expect(
    console.chat.service.send({ ...call, quoteMessageId: messageIdSchema.parse('unknown') }),
  ).rejects.toMatchObject({
    code: 'QUOTE_GONE',
  });
  expect(await kept()).toEqual(draft);
  await console.chat.service.send(call);
  expect(await kept()).toEqual({ text: '', attachments: [], files: [], quoteMessageId: null, quickReplies: [] });
  expect((await console.chat.service.conversations(page)).counts.drafts).toBe(0);
});

test('a sticker that is sent on the side leaves the words that are being written', async () => {
  const { console, conversation, draft, kept } = await writing();
  await console.chat.service.saveDraft({ conversationId: conversation.id, draft });
  await console.chat.service.send({ ...outgoingText(conversation.id, 'x'), contents: [sticker] });
  expect(await kept()).toMatchObject({ text: draft.text, attachments: [place] });
});
