import type { ObjectType, StoredRecord } from './object-types';
import type { ChangeEvent } from './webhooks';

/** A record with its type. */
export type TypedRecord = { readonly type: ObjectType; readonly record: StoredRecord };

/** Both sides of a link are told of it, each in its own words. */
export function associationEvents(
  from: TypedRecord,
  to: TypedRecord,
  isRemoved: boolean,
  isPrimary: boolean,
): readonly ChangeEvent[] {
  return [[from, to] as const, [to, from] as const].map(([near, far]) => ({
    name: 'associationChange',
    type: near.type,
    objectId: near.record.id,
    fields: {
      associationType: `${near.type.singular}_to_${far.type.singular}`.toUpperCase(),
      fromObjectId: near.record.id,
      toObjectId: far.record.id,
      associationRemoved: isRemoved,
      isPrimaryAssociation: isPrimary,
    },
  }));
}
