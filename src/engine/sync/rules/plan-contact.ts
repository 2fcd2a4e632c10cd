import type { SyncRule } from '../../../shared/model/sync';
import type { ContactField } from '../../storage/contact-field-repository';
import type { FieldChangeNote } from '../../storage/field-change-repository';
import { type FieldPlan, planField } from './plan-field';

/** A synced item as the planner needs it. */
export interface ItemTerms {
  propertyName: string;
  rule: SyncRule;
  /** See FieldTerms. */
  order: readonly string[] | null;
}

/** Values by property name; '' and null are both empty. */
export type Values = Readonly<Record<string, string | null | undefined>>;

/** A contact as it is held, and as HubSpot shows it now. */
export interface ContactSides {
  contactId: string;
  /** Lumo's values; a property that is not in here has no value of its own yet. */
  stored: Values;
  /** What deviates, by property name. */
  fields: ReadonlyMap<string, ContactField>;
  hubSpot: Values;
  /** HubSpot's modified time of that version of the record. */
  modifiedAt: number;
  /** When HubSpot's values were set, where that was asked for. */
  times: ReadonlyMap<string, number>;
}

/** What is done with one field: Lumo's new value, what stays noted of it, and what the history says. */
export interface PlannedField {
  propertyName: string;
  rule: SyncRule;
  plan: FieldPlan | null;
  lumo: { before: string | null; after: string | null };
  hubSpot: { before: string | null; after: string | null };
  /** The deviation to be kept; null = none. */
  field: ContactField | null;
  /** True for a value that comes for the first time: it is no change. */
  isFirst: boolean;
  /** An own write whose answer never came and that HubSpot turns out to hold; else null. */
  seenWrite: Pick<ContactField, 'hubSpotValue' | 'outcome' | 'isConflict' | 'otherChangedAt'> | null;
  /** True when it has to be noted that the rule left or refused it (once, not in every run). */
  isNews: boolean;
}

const text = (value: string | null | undefined): string | null => (value === undefined || value === '' ? null : value);

/**
 * Plans the fields of one contact; pure. Only fields on which there is something to do or to forget are in the answer.
 * A version of the record that is older than an own write does not speak of that field (a page that was on its way, the
 * late search index: HubSpot facts, section 5.4).
 */
export function planContact(items: readonly ItemTerms[], sides: ContactSides): PlannedField[] {
  const planned: PlannedField[] = [];
  for (const item of items) {
    const { propertyName, rule } = item;
    const held = sides.fields.get(propertyName) ?? null;
    const isFirst = !(propertyName in sides.stored);
    const lumo = text(sides.stored[propertyName]);
    const isOldVersion = held?.writtenAt != null && sides.modifiedAt < held.writtenAt;
    const hubSpot = isOldVersion ? held.hubSpotValue : text(sides.hubSpot[propertyName]);
    if (held === null && lumo === hubSpot) continue;
    const isKnown = held !== null && held.hubSpotValue === hubSpot && held.hubSpotChangedAt !== null;
    const hubSpotChangedAt = isKnown ? held.hubSpotChangedAt : (sides.times.get(propertyName) ?? sides.modifiedAt);
    // The first of the two requests that take a stage back may have gone through without an answer: that was no person.
    const isOwnClear = held?.isBackward === true && held.attempts > 0 && hubSpot === null;
    const base = held === null ? lumo : isOwnClear ? null : held.base;
    const field = { base, hubSpot, lumo, hubSpotChangedAt };
    const lumoChangedAt = held?.lumoChangedAt ?? null;
    const plan = planField(
      { ...field, lumoChangedAt },
      { rule, order: item.order, isBackward: held?.isBackward ?? false },
    );
    const isUnchanged = held !== null && held.hubSpotValue === hubSpot;
    const next = nextField(sides.contactId, item, held, plan, { ...field, lumoChangedAt }, isOldVersion);
    planned.push({
      propertyName,
      rule,
      plan,
      lumo: { before: lumo, after: plan === null ? lumo : plan.lumo },
      hubSpot: { before: hubSpot, after: plan === null ? hubSpot : plan.hubSpot },
      field: next,
      isFirst,
      seenWrite: plan === null && held !== null && held.state === 'pending' && held.attempts > 0 ? held : null,
      isNews: next !== null && !(isUnchanged && held?.state === next.state),
    });
  }
  return planned;
}

function nextField(
  contactId: string,
  { propertyName, rule }: ItemTerms,
  held: ContactField | null,
  plan: FieldPlan | null,
  sides: Pick<ContactField, 'base' | 'lumoChangedAt'> & {
    hubSpot: string | null;
    lumo: string | null;
    hubSpotChangedAt: number | null;
  },
  isOldVersion: boolean,
): ContactField | null {
  const lumo = plan === null ? sides.lumo : plan.lumo;
  const common: ContactField = {
    contactId,
    propertyName,
    base: sides.base,
    hubSpotValue: sides.hubSpot,
    state: 'same',
    lumoChangedAt: sides.lumoChangedAt,
    hubSpotChangedAt: sides.hubSpotChangedAt,
    outcome: null,
    isConflict: false,
    otherChangedAt: null,
    isClear: false,
    isBackward: false,
    editNo: held?.editNo ?? 0,
    attempts: 0,
    attemptedAt: null,
    runId: null,
    writtenAt: isOldVersion ? (held?.writtenAt ?? null) : null,
    problem: null,
  };
  if (plan === null || plan.lumo === sides.hubSpot) {
    // Both sides agree. That a person emptied the value is remembered where Lumo always wins: else HubSpot's next value would fill it.
    const isEmptied = rule === 'alwaysLumo' && lumo === null && sides.lumoChangedAt !== null && plan === null;
    return isOldVersion || isEmptied ? { ...common, base: lumo } : null;
  }
  if (plan.problem !== null) {
    return { ...common, state: 'refused', problem: plan.problem, attempts: held?.attempts ?? 0 };
  }
  if (plan.outcome === 'leftDifferent') return { ...common, state: 'different' };
  const isSameWrite = held !== null && held.hubSpotValue === sides.hubSpot;
  return {
    ...common,
    state: isSameWrite && held.state === 'refused' && held.problem !== null ? 'refused' : 'pending',
    problem: isSameWrite && held.state === 'refused' ? held.problem : null,
    outcome: plan.outcome,
    isConflict: plan.isConflict,
    otherChangedAt: plan.otherChangedAt,
    isClear: lumo === null,
    isBackward: held?.isBackward ?? false,
    attempts: held?.attempts ?? 0,
    attemptedAt: held?.attemptedAt ?? null,
    runId: held?.runId ?? null,
    writtenAt: held?.writtenAt ?? null,
  };
}

/** What the history says of a planned field; null = nothing. A change of HubSpot's side is noted when HubSpot took it. */
export function noteOf(
  contactId: string,
  field: PlannedField,
  runId: string | null,
  at: number,
): FieldChangeNote | null {
  const { plan, propertyName, rule, isFirst } = field;
  const common = { contactId, propertyName, rule, runId, at };
  if (plan === null) {
    const { seenWrite } = field;
    if (seenWrite === null) return null;
    const { hubSpotValue: before, isConflict, otherChangedAt } = seenWrite;
    const outcome = seenWrite.outcome ?? 'keptLumo';
    return { ...common, side: 'hubSpot', before, after: field.lumo.after, outcome, isConflict, otherChangedAt };
  }
  const { outcome, isConflict, otherChangedAt } = plan;
  if (field.lumo.after !== field.lumo.before) {
    return isFirst ? null : { ...common, side: 'lumo', ...field.lumo, outcome, isConflict, otherChangedAt };
  }
  if ((outcome === 'leftDifferent' || outcome === 'refused') && field.isNews) {
    return {
      ...common,
      side: 'hubSpot',
      before: field.hubSpot.before,
      after: field.hubSpot.before,
      outcome,
      isConflict,
      otherChangedAt,
    };
  }
  return null;
}
