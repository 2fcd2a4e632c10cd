import { z } from 'zod';
import {
  type ChangedKind,
  changedKindSchema,
  changeNameSchema,
  type HubSpotChange,
} from '../storage/hubspot-change-repository';

/** Ids come as numbers or as text (HubSpot facts, section 11.4). */
const idSchema = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((text) => /^\d+$/.test(text));
const optionalId = idSchema.optional().catch(undefined);

/** One event of a webhook body. Everything but the type may be missing or of another form. */
const eventSchema = z.looseObject({
  subscriptionType: z.string().optional().catch(undefined),
  eventType: z.string().optional().catch(undefined),
  subscriptionId: z.union([z.string(), z.number()]).transform(String).optional().catch(undefined),
  occurredAt: z.coerce.number().catch(0),
  objectId: optionalId,
  objectTypeId: z.string().optional().catch(undefined),
  propertyName: z.string().optional().catch(undefined),
  primaryObjectId: optionalId,
  newObjectId: optionalId,
  mergedObjectIds: z.array(idSchema).optional().catch(undefined),
  fromObjectId: optionalId,
  toObjectId: optionalId,
  associationType: z.string().optional().catch(undefined),
  associationRemoved: z.boolean().optional().catch(undefined),
});
type Event = z.infer<typeof eventSchema>;

/** An event with what tells it from all others. */
export interface KeyedChange {
  key: string;
  change: HubSpotChange;
}

/** HubSpot's numbers of object types (HubSpot facts, sections 5, 8 and 9). */
const kindOfType: Readonly<Record<string, ChangedKind>> = {
  '0-1': 'contact',
  '0-2': 'company',
  '0-3': 'deal',
  '0-5': 'ticket',
};

/** The events of a webhook body that speak of records which are followed; others are left out, broken ones too. */
export function readChanges(body: unknown): KeyedChange[] {
  if (!Array.isArray(body)) return [];
  return body.flatMap((found: unknown) => {
    const parsed = eventSchema.safeParse(found);
    return parsed.success ? toChanges(parsed.data) : [];
  });
}

function toChanges(event: Event): KeyedChange[] {
  const [prefix = '', name = ''] = (event.subscriptionType ?? event.eventType ?? '').split('.');
  const kind = changedKindSchema.safeParse(prefix === 'object' ? kindOfType[event.objectTypeId ?? ''] : prefix);
  const change = changeNameSchema.safeParse(name);
  if (!kind.success || !change.success) return [];
  const records = recordsOf(event, kind.data, change.data === 'associationChange');
  const about = [event.subscriptionId, event.objectId, event.propertyName, event.occurredAt, name];
  // Changes of associations name no property: the pair tells them apart.
  const pair = [event.fromObjectId, event.toObjectId, event.associationType, event.associationRemoved];
  return [...records].flatMap(([recordKind, ids]) => {
    if (ids.size === 0) return [];
    const key = JSON.stringify([recordKind, ...about, ...pair]);
    const recordIds = [...ids];
    return { key, change: { kind: recordKind, change: change.data, recordIds, occurredAt: event.occurredAt } };
  });
}

/** Every record that an event speaks of, by kind. An association has two ends, each of which may be followed. */
function recordsOf(event: Event, kind: ChangedKind, isAssociation: boolean): Map<ChangedKind, Set<string>> {
  const found = new Map<ChangedKind, Set<string>>();
  const add = (of: ChangedKind | null, id: string | undefined) => {
    if (of === null || id === undefined) return;
    const ids = found.get(of) ?? new Set<string>();
    found.set(of, ids.add(id));
  };
  add(kind, event.objectId);
  if (!isAssociation) {
    for (const id of [event.primaryObjectId, event.newObjectId, ...(event.mergedObjectIds ?? [])]) add(kind, id);
    return found;
  }
  const [from, to] = endsOf(event.associationType ?? '');
  add(from ?? (event.objectId === event.fromObjectId ? kind : null), event.fromObjectId);
  add(to, event.toObjectId);
  return found;
}

/** `CONTACT_TO_COMPANY` and its like. */
function endsOf(associationType: string): [ChangedKind | null, ChangedKind | null] {
  const [from = '', to = ''] = associationType.toLowerCase().split('_to_');
  const known = (text: string): ChangedKind | null => {
    const first = changedKindSchema.safeParse(text.split('_')[0]);
    return first.success ? first.data : null;
  };
  return [known(from), known(to)];
}
