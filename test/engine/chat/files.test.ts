import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/engine/core/clock';
import { startRelay } from '../../../src/relay/server';
import type { OutgoingContent, OutgoingFile } from '../../../src/shared/model/outgoing';
import { validateLineExchange } from '../../support/line-spec';
import { eventually } from '../support/eventually';
import type { LineConsole } from '../support/line-console';
import { LineWorld } from '../support/line-world';
import { outgoingText } from '../support/outgoing-text';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const jpeg = Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100', 'hex'), Buffer.alloc(2_000, 7)]);
const mp4 = Buffer.concat([Buffer.from('0000001866747970', 'hex'), Buffer.from('isom'), Buffer.alloc(3_000, 1)]);
const m4a = Buffer.concat([Buffer.from('0000001866747970', 'hex'), Buffer.from('M4A '), Buffer.alloc(3_000, 2)]);
const pdf = Buffer.from('%PDF-1.7 and so on');

/** Bytes in small pieces, as they come from a page. */
function stream(bytes: Buffer, pieceBytes = 700): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(new Uint8Array(bytes.subarray(at, at + pieceBytes)));
      at += pieceBytes;
    },
  });
}

function add(console: LineConsole, kind: OutgoingFile['kind'], bytes: Buffer, about: Partial<OutgoingFile> = {}) {
  const types = { image: 'image/png', video: 'video/mp4', audio: 'audio/mp4', file: 'application/pdf' };
  const usual = { kind, name: `名刺.${kind}`, contentType: types[kind], durationMs: null };
  return console.chat.outgoingFiles.add(stream(bytes), { ...usual, ...about });
}

async function talking() {
  const world = await LineWorld.start();
  const secrets = new Map<string, string>();
  const console = await world.connected('one', { secrets });
  const userId = await world.customer('Olivia');
  await world.write(userId, 'hello');
  const conversation = await console.conversationWith('hello');
  const send = async (...contents: OutgoingContent[]) =>
    console.chat.service.send({ ...outgoingText(conversation.id, 'x'), contents });
  return { world, console, secrets, userId, conversation, send, folder: join(world.folder, 'one', 'outgoing') };
}

test('a picture, a film, a sound and a paper go out at addresses from which LINE gets their very bytes', async () => {
  const { world, console, userId, conversation, send } = await talking();
  const image = await add(console, 'image', jpeg, { contentType: 'image/jpeg' });
  await console.chat.outgoingFiles.addPreview(image.id, stream(png));
  const video = await add(console, 'video', mp4, { durationMs: 3_000 });
  await console.chat.outgoingFiles.addPreview(video.id, stream(jpeg));
  const audio = await add(console, 'audio', m4a, { durationMs: 2_500 });
  const file = await add(console, 'file', pdf);
  expect(await console.chat.service.outgoingFile({ id: video.id })).toMatchObject({
    kind: 'video',
    durationMs: 3_000,
    previewUrl: `app://bundle/outgoing/${video.id}-preview.jpg`,
  });
  const made = await send(
    { type: 'image', fileId: image.id },
    { type: 'video', fileId: video.id },
    { type: 'audio', fileId: audio.id },
    { type: 'file', fileId: file.id },
    {
      type: 'buttons',
      title: 'Card',
      text: 'with a picture',
      imageFileId: image.id,
      actions: [{ kind: 'say', label: 'Nice', text: 'Nice' }],
    },
  );
  expect(made[0]?.content).toMatchObject({ type: 'image', media: { url: `app://bundle/outgoing/${image.id}.jpg` } });
  await eventually(
    'all accepted',
    async () => (await console.thread(conversation)).filter(({ state }) => state === 'accepted').length === 5,
  );
  expect((await world.received(userId)).map(({ type }) => type)).toEqual([
    'image',
    'video',
    'audio',
    'flex',
    'template',
  ]);
  const call = (await world.exchanges()).find(({ path }) => /message\/(reply|push)$/.test(path));
  if (call === undefined) throw new Error('nothing was sent');
  expect(validateLineExchange({ ...call, host: 'api', responseBody: null })).toEqual([]);
  const [sentImage, sentVideo, sentAudio, card, withPicture] = JSON.parse(call.requestBody ?? '').messages;
  const bytesAt = async (url: string) => Buffer.from(await (await fetch(url)).arrayBuffer());
  expect(await bytesAt(sentImage.originalContentUrl)).toEqual(jpeg);
  expect(await bytesAt(sentImage.previewImageUrl)).toEqual(png);
  expect(await bytesAt(sentVideo.previewImageUrl)).toEqual(jpeg);
  expect(await bytesAt(sentAudio.originalContentUrl)).toEqual(m4a);
  expect(sentAudio.duration).toBe(2_500);
  expect(await bytesAt(card.contents.footer.contents[0].action.uri)).toEqual(pdf);
  expect(withPicture.template.thumbnailImageUrl).toBe(sentImage.originalContentUrl);
});

test('while the relay cannot be reached a file waits and says so; it goes when the relay is back, before what was written after it', async () => {
  const { world, console, userId, conversation, send } = await talking();
  const image = await add(console, 'image', png);
  const { port } = world.relay;
  await world.relay.close();
  await eventually('the relay is lost', () => console.intake.relayState() === 'offline');
  const [picture] = await send({ type: 'image', fileId: image.id });
  const after = await console.send(conversation, 'as promised');
  if (picture === undefined) throw new Error('nothing was stored');
  // a person does not want to wait for what the customer may have written: the file still needs the relay
  await console.chat.service.sendNow({ messageId: picture.id });
  await eventually('the reason', async () =>
    (await console.thread(conversation)).find(({ problem }) => problem?.code === 'FILE_NEEDS_RELAY'),
  );
  const relay = await startRelay({
    dataFolder: join(world.folder, 'relay'),
    port,
    limits: { minFreeBytes: 0 },
    hubspotClientSecrets: [],
  });
  await console.message(conversation, after.id, 'accepted');
  expect((await world.received(userId)).map(({ type }) => type)).toEqual(['image', 'text']);
  await console.stop();
  await relay.close();
});

describe('what is no file that LINE takes', () => {
  test('is refused by its bytes and its size, whatever its name says; nothing of it stays', async () => {
    const { console, folder } = await talking();
    const code = (work: Promise<unknown>) => expect(work).rejects;
    await code(add(console, 'image', pdf)).toMatchObject({ code: 'FILE_UNREADABLE' });
    await code(add(console, 'image', Buffer.alloc(0))).toMatchObject({ code: 'FILE_UNREADABLE' });
    const large = Buffer.concat([png, Buffer.alloc(10_000_000)]);
    const limit = { code: 'FILE_TOO_LARGE', params: { limit: 10, megabytes: 11 } };
    await code(
      console.chat.outgoingFiles.add(stream(large, 500_000), {
        kind: 'image',
        name: 'x',
        contentType: 'image/png',
        durationMs: null,
      }),
    ).toMatchObject(limit);
    const image = await add(console, 'image', png);
    await code(
      console.chat.outgoingFiles.addPreview(image.id, stream(Buffer.concat([png, Buffer.alloc(1_000_001)]), 100_000)),
    ).toMatchObject({ code: 'FILE_TOO_LARGE' });
    await code(console.chat.outgoingFiles.addPreview(image.id, stream(mp4))).toMatchObject({
      code: 'FILE_TYPE_REFUSED',
    });
    await code(console.chat.outgoingFiles.addPreview('not-there-at-all', stream(png))).toMatchObject({
      code: 'FILE_GONE',
    });
    expect(readdirSync(folder)).toEqual([`${image.id}.png`]);
    // what LINE cannot show goes as a card with a link
    expect(await add(console, 'file', Buffer.from('GIF89a'), { contentType: 'image/gif' })).toMatchObject({
      kind: 'file',
    });
    expect(await add(console, 'file', png, { contentType: 'image/png' })).toMatchObject({ kind: 'file' });
  });

  test('a film without its picture, a sound without its length and a file that is gone are not stored as messages', async () => {
    const { console, conversation, send } = await talking();
    const video = await add(console, 'video', mp4, { durationMs: 1_000 });
    const audio = await add(console, 'audio', m4a);
    await expect(send({ type: 'video', fileId: video.id })).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    await expect(send({ type: 'audio', fileId: audio.id })).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    await console.chat.service.removeFile({ id: audio.id });
    await expect(send({ type: 'audio', fileId: audio.id })).rejects.toMatchObject({ code: 'FILE_GONE' });
    expect((await console.thread(conversation)).filter(({ direction }) => direction === 'out')).toEqual([]);
  });
});

test('files stay while a draft or a message needs them, and go at a later start when nothing does', async () => {
  const { world, console, secrets, conversation, send, folder } = await talking();
  const [inDraft, inMessage, inNothing, halfDone] = await Promise.all(
    [png, png, png, png].map((bytes) => add(console, 'image', bytes)),
  );
  if (!inDraft || !inMessage || !inNothing || !halfDone) throw new Error('not added');
  await send({ type: 'image', fileId: inMessage.id });
  await console.chat.service.saveDraft({
    conversationId: conversation.id,
    draft: {
      text: '',
      attachments: [{ type: 'image', fileId: inDraft.id }],
      files: [],
      quoteMessageId: null,
      quickReplies: [],
    },
  });
  await console.chat.service.removeFile({ id: halfDone.id });
  await console.chat.service.removeFile({ id: inMessage.id });
  const names = () => readdirSync(folder).sort();
  const nameOf = ({ id }: OutgoingFile) => `${id}.png`;
  expect(names()).toEqual([inDraft, inMessage, inNothing].map(nameOf).sort());
  await console.stop();
  const later = { ...systemClock, now: () => Date.now() + 25 * 60 * 60_000 };
  const again = world.console('one', { secrets, clock: later });
  again.start();
  await eventually('what nothing needs is gone', () => names().length === 2);
  expect(names()).toEqual([inDraft, inMessage].map(nameOf).sort());
  const { draft } = await again.chat.service.conversation({ id: conversation.id });
  expect(draft.files.map(({ id }) => id)).toEqual([inDraft.id]);
});
