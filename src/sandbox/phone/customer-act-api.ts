import type { Hono } from 'hono';
import { z } from 'zod';
import { customerMessageSchema } from '../line/customer-message';
import { customerTextSchema } from '../line/customer-text';
import { hexOf } from '../line/identifiers';
import { imageSetSchema, imagesOfSet } from '../line/image-set';
import { LineProblem } from '../line/problems';
import type { LineState } from '../line/state';
import { shownMessage } from './shown-message';

const userBody = z.object({ userId: z.string() });
const sendBody = z.object({
  userId: z.string(),
  chatId: z.string().optional(),
  messages: z
    .array(z.union([imageSetSchema, customerMessageSchema]))
    .min(1)
    .max(20),
  /** Each message in a webhook of its own, as when LINE does not put them together. */
  isEachAlone: z.boolean().default(false),
});
const postbackBody = z.object({
  userId: z.string(),
  chatId: z.string().optional(),
  data: z.string().max(300),
  displayText: z.string().max(300).optional(),
  params: z.record(z.string(), z.string()).optional(),
});
const tapBody = z
  .object({
    userId: z.string(),
    path: z.string().optional(),
    label: z.string().optional(),
    value: z.string().optional(),
  })
  .refine((tap) => (tap.path === undefined) !== (tap.label === undefined), 'Either path or label');

/** What customers do with the account and its messages: add and block it, write, edit, take back, tap, watch. */
export function mountCustomerActApi(app: Hono, state: LineState): void {
  const channelOf = (reference: string) => {
    const account = state.accounts.resolve(reference);
    if (account === null) throw new LineProblem(404, 'There is no such Official Account');
    return account.channelId;
  };
  const newSetId = () => hexOf(state.seed, `image-set:${state.counter.next('image-set')}`, 20).toUpperCase();

  app.post('/accounts/:account/follow', async (c) => {
    const { userId } = userBody.parse(await c.req.json());
    await state.customers.follow(channelOf(c.req.param('account')), userId);
    return c.json({});
  });

  app.post('/accounts/:account/block', async (c) => {
    const { userId } = userBody.parse(await c.req.json());
    await state.customers.block(channelOf(c.req.param('account')), userId);
    return c.json({});
  });

  app.post('/accounts/:account/send', async (c) => {
    const { userId, chatId, messages, isEachAlone } = sendBody.parse(await c.req.json());
    const single = messages.flatMap((message) =>
      message.type === 'imageSet' ? imagesOfSet(message, newSetId()) : [message],
    );
    const channelId = channelOf(c.req.param('account'));
    const sent = await state.customers.send(channelId, userId, single, chatId, isEachAlone);
    return c.json({ messages: sent.map((message) => shownMessage(state, message)) }, 201);
  });

  app.post('/accounts/:account/postback', async (c) => {
    const { userId, data, ...more } = postbackBody.parse(await c.req.json());
    await state.customers.postback(channelOf(c.req.param('account')), userId, data, more);
    return c.json({});
  });

  app.post('/messages/:messageId/edit', async (c) => {
    const body: unknown = await c.req.json();
    const text = customerTextSchema.parse({ ...(body instanceof Object ? body : {}), type: 'text' });
    return c.json(shownMessage(state, await state.customers.edit(c.req.param('messageId'), text)));
  });

  app.post('/messages/:messageId/unsend', async (c) => {
    await state.customers.unsend(c.req.param('messageId'));
    return c.json({});
  });

  app.post('/messages/:messageId/tap', async (c) => {
    const { messages, ...result } = await state.taps.tap(c.req.param('messageId'), tapBody.parse(await c.req.json()));
    return c.json({ ...result, messages: (messages ?? []).map((message) => shownMessage(state, message)) });
  });

  app.post('/messages/:messageId/watch', async (c) => {
    await state.customers.watch(c.req.param('messageId'));
    return c.json({});
  });
}
