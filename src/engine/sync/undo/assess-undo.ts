import type { Problem } from '../../../shared/errors/error-code';
import type { FieldChange } from '../../../shared/model/sync';
import { contactType } from '../contact-properties';
import { valuesOf } from '../fields/apply-contact';
import { readOnlyReason } from '../fields/edit-field';
import { isLineProperty } from '../line-properties';
import type { SyncStores } from '../sync-stores';

/** A field as a run left it, and what it was before that run. */
export interface UndoStep {
  change: FieldChange;
  /** The value to go back to. */
  target: string | null;
  /** The value that the run left; what is not this any more is not touched. */
  left: string | null;
  /** Why it cannot be taken back; null = it can, as far as is known here. */
  problem: Problem | null;
}

const mostOfField = 200;

/**
 * Looks at one change of a run. null = nothing to take back: the run changed no value with it, or a later change of the
 * same run speaks for the field.
 */
export function assessUndo(stores: SyncStores, change: FieldChange): UndoStep | null {
  if (change.outcome === 'leftDifferent' || change.outcome === 'refused') return null;
  const ofRun = stores.changes
    .ofField(change.contactId, change.propertyName, mostOfField)
    .filter(
      (other) => other.runId === change.runId && other.outcome !== 'leftDifferent' && other.outcome !== 'refused',
    );
  if (ofRun[0]?.id !== change.id) return null;
  const target = ofRun.at(-1)?.before ?? null;
  const left = change.after;
  if (target === left) return null;
  return { change, target, left, problem: findProblem(stores, change, target, left) };
}

function findProblem(
  stores: SyncStores,
  { contactId, propertyName: property }: FieldChange,
  target: string | null,
  left: string | null,
): Problem | null {
  const impossible = (reason: string): Problem => ({ code: 'UNDO_NOT_POSSIBLE', params: { property, reason } });
  // What Lumo says of a friend would be written again by the next run.
  if (isLineProperty(property)) return impossible('line');
  const item = stores.items.get(property);
  if (item === null) return impossible('notSynced');
  const reason = readOnlyReason(item, stores.properties.get(contactType, property));
  if (reason !== null) return impossible(reason);
  const stored = stores.contacts.get(contactId);
  if (stored === undefined) return impossible('gone');
  // Emptied, the rule would fill it again, or would take away what somebody typed in HubSpot.
  if (item.rule === 'fillIfEmpty' || (item.rule === 'alwaysLumo' && target === null)) return impossible('rule');
  const lumo = valuesOf(stored)[property] ?? null;
  return lumo === left ? null : valueChanged(property);
}

/** Somebody set another value since. */
export const valueChanged = (property: string): Problem => ({ code: 'UNDO_VALUE_CHANGED', params: { property } });
