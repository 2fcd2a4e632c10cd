import { Hono } from 'hono';
import { z } from 'zod';
import type { AccountDefinition } from './accounts';
import { accountOf, type HubSpotContext, storeOf } from './context';
import { mountPipelineControl } from './control-pipelines';
import { mountPropertyControl } from './control-properties';
import { mountRecordControl } from './control-records';
import { controlBody } from './control-request';
import { mountTokenControl } from './control-tokens';
import { HubSpotError } from './errors';
import { mountListControl } from './lists/list-control';
import { objectTypes } from './object-types';
import { tierLimits } from './rate-limits';

const limitsBody = z.object({
  isEnabled: z.boolean().optional(),
  tier: z.enum(['free', 'professional', 'enterprise', 'public']).optional(),
  perTenSeconds: z.number().int().positive().optional(),
  searchPerSecond: z.number().int().positive().optional(),
  perDay: z.number().int().min(0).optional(),
  tokenPerTenSeconds: z.number().int().positive().optional(),
  isRetryAfterSent: z.boolean().optional(),
});
const settingsBody = z.object({
  indexLagMs: z.number().min(0).optional(),
  isRefreshTokenRotated: z.boolean().optional(),
  dateSkewMs: z.number().optional(),
});
const names = z.array(z.string()).optional();
const accountSettingsBody = z.object({
  missingScopes: names,
  requiredProperties: z.object({ contacts: names, companies: names, deals: names, tickets: names }).optional(),
  isMergeIdKept: z.boolean().optional(),
});
const webhookBody = z.object({
  targetUrl: z.url().nullable().optional(),
  retryDelayScale: z.number().positive().optional(),
  deadlineMs: z.number().positive().optional(),
  isPaused: z.boolean().optional(),
  mostPerBody: z.number().int().min(1).max(100).optional(),
  duplicateEvery: z.number().int().min(0).optional(),
  shuffleSeed: z.number().int().min(0).max(10_000).nullable().optional(),
  subscriptions: z.array(z.object({ subscriptionType: z.string(), propertyName: z.string().optional() })).optional(),
});

/** The scenario API of the HubSpot stand-in: what a HubSpot user does on screen, and the switches of the stand-in itself. */
export function createControlApp(context: HubSpotContext): Hono {
  const app = new Hono();
  app.onError((error) => {
    if (error instanceof HubSpotError) return error.response();
    context.log(`hubspot control: ${error.stack ?? error.message}`);
    return Response.json({ status: 'error', message: error.message }, { status: 500 });
  });
  app.get('/accounts', (c) => c.json({ results: context.accounts.map((account) => summary(context, account)) }));

  app.get('/accounts/:hubId/settings', (c) =>
    c.json(context.accountSettings.of(accountOf(context, Number(c.req.param('hubId'))))),
  );
  app.put('/accounts/:hubId/settings', async (c) => {
    const settings = context.accountSettings.of(accountOf(context, Number(c.req.param('hubId'))));
    Object.assign(settings, defined(await controlBody(c, accountSettingsBody)));
    return c.json(settings);
  });

  app.get('/limits', (c) => c.json(context.limits.settings));
  app.put('/limits', async (c) => {
    const { tier, ...rest } = await controlBody(c, limitsBody);
    Object.assign(context.limits.settings, tier === undefined ? {} : tierLimits[tier], defined(rest));
    return c.json(context.limits.settings);
  });
  app.get('/settings', (c) => c.json(context.settings));
  app.put('/settings', async (c) => {
    Object.assign(context.settings, defined(await controlBody(c, settingsBody)));
    return c.json(context.settings);
  });
  app.get('/webhook', (c) => c.json({ ...context.webhooks.settings, ...context.webhooks.state() }));
  app.put('/webhook', async (c) => {
    const { subscriptions, ...rest } = await controlBody(c, webhookBody);
    Object.assign(context.webhooks.settings, defined(rest));
    if (subscriptions !== undefined) {
      context.webhooks.settings.subscriptions = subscriptions.map(({ subscriptionType, propertyName }) =>
        propertyName === undefined ? { subscriptionType } : { subscriptionType, propertyName },
      );
    }
    context.webhooks.wake();
    return c.json({ ...context.webhooks.settings, ...context.webhooks.state() });
  });

  app.get('/counters', (c) => c.json(context.requests.counters()));
  app.get('/requests', (c) => c.json({ results: context.requests.recorded(Number(c.req.query('limit') ?? 200)) }));
  app.delete('/requests', (c) => {
    context.requests.clear();
    return c.body(null, 204);
  });

  mountTokenControl(app, context);
  mountRecordControl(app, context);
  mountListControl(app, context);
  mountPipelineControl(app, context);
  mountPropertyControl(app, context);
  return app;
}

function summary(context: HubSpotContext, account: AccountDefinition): Record<string, unknown> {
  const count = (table: string, archived: number) =>
    context.database
      .prepare<[number, number], number>(`SELECT count(*) FROM ${table} WHERE account = ? AND archived = ?`)
      .pluck()
      .get(account.hubId, archived) ?? 0;
  const { contacts, companies, deals, tickets } = objectTypes;
  return {
    hubId: account.hubId,
    name: account.name,
    domain: account.domain,
    isInstalled: context.grants.installedScopes(account.hubId) !== null,
    contacts: count(contacts.table, 0),
    archivedContacts: count(contacts.table, 1),
    companies: count(companies.table, 0),
    deals: count(deals.table, 0),
    tickets: count(tickets.table, 0),
    usedToday: context.limits.usedToday(account),
    isSearchIndexBehind: storeOf(context, contacts).refreshIndex(),
  };
}

function defined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
