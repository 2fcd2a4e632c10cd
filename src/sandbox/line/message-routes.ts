import { type Context, Hono } from 'hono';
import { jsonBody, type LineEnv } from './gate';
import { checkMessages } from './messages/check-messages';
import { Findings, isJsonObject, type JsonObject } from './messages/findings';
import { invalidBody, invalidProperty } from './problems';
import type { LineState } from './state';

const MAX_MULTICAST = 500;

/** Reply, push, multicast, the validate endpoints and the quota (facts/line-api sections 5.1 to 5.8). */
export function messageRoutes(state: LineState): Hono<LineEnv> {
  const app = new Hono<LineEnv>();

  app.post('/v2/bot/message/reply', async (c) => {
    const body = await jsonBody(c);
    const findings = new Findings();
    const replyToken = findings.text(body, 'replyToken', '', { max: 1_000 });
    const messages = checkedMessages(body, findings);
    const sentMessages = state.sending.underRetryKey(c.var.account, undefined, c.var.requestId, () =>
      state.sending.reply(c.var.account, replyToken ?? '', messages),
    );
    return c.json({ sentMessages });
  });

  app.post('/v2/bot/message/push', async (c) => {
    const body = await jsonBody(c);
    const messages = checkedMessages(body, checkedOptions(body));
    const to = body.to;
    if (typeof to !== 'string' || !/^[UCR][0-9a-f]{32}$/.test(to)) throw invalidProperty('to');
    return c.json(
      state.sending.underRetryKey(c.var.account, retryKeyOf(c), c.var.requestId, () => ({
        sentMessages: state.sending.push(c.var.account, to, messages),
      })),
    );
  });

  app.post('/v2/bot/message/multicast', async (c) => {
    const body = await jsonBody(c);
    const findings = checkedOptions(body);
    const to: unknown[] = Array.isArray(body.to) ? body.to : [];
    if (to.length < 1 || to.length > MAX_MULTICAST) findings.add('to', `Size must be between 1 and ${MAX_MULTICAST}`);
    const messages = checkedMessages(body, findings);
    const userIds = to.map((entry, i) => {
      if (typeof entry !== 'string') throw invalidProperty(`to[${i}]`);
      return entry;
    });
    return c.json(
      state.sending.underRetryKey(c.var.account, retryKeyOf(c), c.var.requestId, () => {
        state.sending.multicast(c.var.account, userIds, messages);
        return {};
      }),
    );
  });

  for (const kind of ['reply', 'push', 'multicast', 'narrowcast', 'broadcast']) {
    app.post(`/v2/bot/message/validate/${kind}`, async (c) => {
      checkedMessages(await jsonBody(c), new Findings());
      return c.json({});
    });
  }

  app.get('/v2/bot/message/quota', (c) => {
    const { quotaType, quotaValue } = c.var.account;
    return c.json(quotaType === 'none' ? { type: 'none' } : { type: 'limited', value: quotaValue });
  });

  app.get('/v2/bot/message/quota/consumption', (c) =>
    c.json({ totalUsage: state.sending.usage(c.var.account.channelId) }),
  );

  return app;
}

function retryKeyOf(c: Context<LineEnv>): string | undefined {
  return c.req.header('x-line-retry-key');
}

function checkedOptions(body: JsonObject): Findings {
  const findings = new Findings();
  if (body.notificationDisabled !== undefined && typeof body.notificationDisabled !== 'boolean') {
    findings.add('notificationDisabled', 'Must be a boolean');
  }
  const units = body.customAggregationUnits;
  if (units !== undefined) {
    const isGood =
      Array.isArray(units) &&
      units.length <= 1 &&
      units.every((unit) => typeof unit === 'string' && /^\w{1,30}$/.test(unit));
    if (!isGood) findings.add('customAggregationUnits', 'Invalid value');
  }
  return findings;
}

/** The messages of a body in which nothing was found wrong; throws 400 with everything that was. */
function checkedMessages(body: JsonObject, findings: Findings): readonly JsonObject[] {
  checkMessages(body, findings);
  if (findings.details.length > 0) throw invalidBody(findings.details);
  return Array.isArray(body.messages) ? body.messages.filter(isJsonObject) : [];
}
