import type { Hono } from 'hono';
import type { AccountDefinition, AccountUser } from './accounts';
import type { HubSpotContext, HubSpotEnv } from './context';
import { notFound } from './errors';
import { flagQuery, numberQuery, requireAnyScope } from './request';

/** Account information, owners, uninstall (facts sections 2.4, 2.7, 9). */
export function mountAccountRoutes(app: Hono<HubSpotEnv>, context: HubSpotContext): void {
  for (const base of ['/account-info/2026-03', '/account-info/2026-09', '/account-info/v3']) {
    app.get(`${base}/details`, (c) => {
      const { account } = c.get('caller');
      requireAnyScope(c.get('caller'), 'oauth');
      return c.json(details(account, context.now()));
    });
    app.get(`${base}/api-usage/daily/private-apps`, (c) => {
      const { account } = c.get('caller');
      requireAnyScope(c.get('caller'), 'oauth');
      const now = context.now();
      return c.json({
        results: [
          {
            name: 'private-apps-api-calls-daily',
            usageLimit: context.limits.settings.perDay,
            currentUsage: context.limits.usedToday(account),
            collectedAt: new Date(now).toISOString(),
            fetchStatus: 'SUCCESS',
            resetsAt: new Date(nextMidnight(now, account.timeZone)).toISOString(),
          },
        ],
      });
    });
  }
  for (const base of ['/crm/owners/2026-03', '/crm/owners/2026-09', '/crm/v3/owners']) {
    app.get(base, (c) => {
      const { account } = c.get('caller');
      requireAnyScope(c.get('caller'), 'crm.objects.owners.read', 'automation');
      const email = c.req.query('email');
      const after = numberQuery(c, 'after', 0, 0, Number.MAX_SAFE_INTEGER);
      const limit = numberQuery(c, 'limit', 100, 1, 500);
      const isArchived = flagQuery(c, 'archived');
      const users = account.users
        .filter((user) => user.isArchived === isArchived && user.ownerId > after)
        .filter((user) => email === undefined || email === '' || user.email === email.toLowerCase())
        .sort((a, b) => a.ownerId - b.ownerId);
      const page = users.slice(0, limit);
      const last = page.at(-1);
      const results = page.map(owner);
      return users.length > limit && last !== undefined
        ? c.json({ results, paging: { next: { after: String(last.ownerId), link: c.req.url } } })
        : c.json({ results });
    });
    app.get(`${base}/:id`, (c) => {
      requireAnyScope(c.get('caller'), 'crm.objects.owners.read', 'automation');
      const key = c.req.query('idProperty') === 'userId' ? 'userId' : 'ownerId';
      const isArchived = flagQuery(c, 'archived');
      const user = c
        .get('caller')
        .account.users.find(
          (candidate) => String(candidate[key]) === c.req.param('id') && candidate.isArchived === isArchived,
        );
      if (user === undefined) throw notFound(`No owner ${c.req.param('id')} was found.`);
      return c.json(owner(user));
    });
  }
  for (const path of ['/appinstalls/2026-03/external-install', '/appinstalls/v3/external-install']) {
    app.delete(path, (c) => {
      context.grants.uninstall(c.get('caller').account.hubId);
      return c.body(null, 204);
    });
  }
}

function details(account: AccountDefinition, now: number): Record<string, unknown> {
  const offsetMs = zoneOffsetMs(now, account.timeZone);
  const minutes = Math.abs(offsetMs) / 60_000;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return {
    portalId: account.hubId,
    accountType: account.accountType,
    timeZone: account.timeZone,
    companyCurrency: account.currency,
    additionalCurrencies: [],
    utcOffset: `${offsetMs < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`,
    utcOffsetMilliseconds: offsetMs,
    uiDomain: 'app.hubspot.com',
    dataHostingLocation: 'na1',
  };
}

function owner(user: AccountUser): Record<string, unknown> {
  return {
    id: String(user.ownerId),
    email: user.email,
    type: 'PERSON',
    firstName: user.firstName,
    lastName: user.lastName,
    ...(user.isArchived ? {} : { userId: user.userId }),
    userIdIncludingInactive: user.userId,
    teams: [],
    createdAt: '2023-04-03T00:30:00.000Z',
    updatedAt: '2026-04-01T00:30:00.000Z',
    archived: user.isArchived,
  };
}

function zoneOffsetMs(now: number, timeZone: string): number {
  const name = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(now)
    .find((part) => part.type === 'timeZoneName')?.value;
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? '');
  if (match === null) return 0;
  const [, sign, hours, minutes] = match;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function nextMidnight(now: number, timeZone: string): number {
  const offsetMs = zoneOffsetMs(now, timeZone);
  const dayMs = 86_400_000;
  return (Math.floor((now + offsetMs) / dayMs) + 1) * dayMs - offsetMs;
}
