import type { AccountDefinition } from './accounts';
import { type HubSpotContext, idRange } from './context';
import { objectTypes } from './object-types';
import { type PipelineType, standardPipelines } from './pipelines';

/** Only the first contacts have deals and tickets, so that a million of them do not make seeding slower. */
const mostContacts = 5_000;
const dayMs = 86_400_000;

const dealNames = ['春夏コレクション一式', 'Annual contract', '店舗什器', '追加発注', 'Trial order', '年間保守'];
const ticketNames = [
  '配送が届かない',
  'Invoice is missing',
  '初期不良の交換',
  'Password reset',
  'サイズ交換',
  '請求書の宛名変更',
];
const priorities = ['LOW', 'MEDIUM', 'HIGH', 'URGENT'];
const categories = ['PRODUCT_ISSUE', 'BILLING_ISSUE', 'GENERAL_INQUIRY', 'FEATURE_REQUEST'];

type SeededContact = { id: number; company_id: number | null; created_at: number };

/**
 * Gives about a third of the first contacts one to three deals and a fifth of them tickets, linked with the contact and its
 * company. The first contact always has two deals, one of them in a stage that was archived since, and one ticket.
 */
export function seedDeals(context: HubSpotContext, account: AccountDefinition): void {
  const { database } = context;
  const { firstId, endId } = idRange(context.accounts, account, objectTypes.contacts);
  const contacts = database
    .prepare<[number, number, number], SeededContact>(
      'SELECT id, company_id, created_at FROM hs_contact WHERE id >= ? AND id < ? ORDER BY id LIMIT ?',
    )
    .all(firstId, endId, mostContacts);
  database.transaction(() => {
    for (const name of ['deals', 'tickets'] as const) {
      const add = recordAdder(context, account, name);
      contacts.forEach((contact, index) => {
        for (let turn = 0; turn < countOf(name, index); turn += 1) add(contact, index, turn);
      });
    }
  })();
}

function countOf(name: PipelineType, index: number): number {
  if (index === 0) return name === 'deals' ? 2 : 1;
  const roll = mixed(index, name === 'deals' ? 11 : 12);
  if (name === 'tickets') return roll % 5 === 0 ? 1 + (roll % 2) : 0;
  return roll % 3 === 0 ? 1 + (roll % 7 === 0 ? 2 : roll % 4 === 0 ? 1 : 0) : 0;
}

function recordAdder(context: HubSpotContext, account: AccountDefinition, name: PipelineType) {
  const { database } = context;
  const type = objectTypes[name];
  let next = idRange(context.accounts, account, type).firstId;
  const insert = database.prepare(
    `INSERT INTO ${type.table} (id, account, created_at, modified_at, properties) VALUES (?, ?, ?, ?, ?)`,
  );
  const keepNext = database.prepare('INSERT OR REPLACE INTO hs_sequence (account, type, next_id) VALUES (?, ?, ?)');
  const owners = account.users.filter((user) => !user.isArchived).map((user) => String(user.ownerId));
  return (contact: SeededContact, index: number, turn: number): void => {
    const id = next;
    next += 1;
    const roll = mixed(index * 4 + turn, name === 'deals' ? 21 : 22);
    const createdAt = contact.created_at + (roll % 90) * dayMs;
    const owner = owners[roll % Math.max(1, owners.length)] ?? '';
    const values =
      name === 'deals' ? dealValues(roll, index === 0 && turn === 1, createdAt) : ticketValues(roll, createdAt);
    const properties = owner === '' ? values : { ...values, hubspot_owner_id: owner };
    insert.run(id, account.hubId, createdAt, createdAt + (roll % 20) * dayMs, JSON.stringify(properties));
    context.links.add(type, objectTypes.contacts, id, contact.id);
    if (contact.company_id !== null) context.links.add(type, objectTypes.companies, id, contact.company_id, true);
    keepNext.run(account.hubId, name, next);
  };
}

function dealValues(roll: number, isOutdated: boolean, createdAt: number): Record<string, string> {
  const { pipeline, stage } = placeOf('deals', roll, isOutdated);
  return {
    dealname: dealNames[roll % dealNames.length] ?? '',
    pipeline: pipeline.id,
    dealstage: stage.id,
    amount: String(20_000 + (roll % 480) * 2_500),
    deal_currency_code: 'JPY',
    closedate: new Date(createdAt + (30 + (roll % 60)) * dayMs).toISOString(),
    hs_is_closed: String(stage.isClosed),
    hs_is_closed_won: String(stage.isClosed && stage.probability === '1.0'),
  };
}

function ticketValues(roll: number, createdAt: number): Record<string, string> {
  const { pipeline, stage } = placeOf('tickets', roll, roll % 17 === 0);
  return {
    subject: ticketNames[roll % ticketNames.length] ?? '',
    content: 'LINEからのお問い合わせ',
    hs_pipeline: pipeline.id,
    hs_pipeline_stage: stage.id,
    hs_ticket_priority: priorities[roll % priorities.length] ?? 'LOW',
    hs_ticket_category: categories[roll % categories.length] ?? 'GENERAL_INQUIRY',
    ...(stage.isClosed ? { closed_date: new Date(createdAt + 3 * dayMs).toISOString() } : {}),
  };
}

/** Pipeline and stage of a seeded record; an outdated one is still in a stage that was archived. */
function placeOf(name: PipelineType, roll: number, isOutdated: boolean) {
  const places = standardPipelines[name].flatMap((pipeline) =>
    pipeline.stages.filter((stage) => stage.isArchived === isOutdated).map((stage) => ({ pipeline, stage })),
  );
  const place = places[roll % places.length];
  if (place === undefined) throw new Error(`No stage of ${name} fits.`);
  return place;
}

function mixed(a: number, b: number): number {
  let hash = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
