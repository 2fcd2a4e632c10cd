import type { Problem } from '../../../shared/errors/error-code';
import type { FieldOutcome, SyncRule } from '../../../shared/model/sync';

/** One field as both sides have it. `null` = empty. */
export interface FieldSides {
  /** The value on which both sides agreed last. */
  base: string | null;
  hubSpot: string | null;
  lumo: string | null;
  /** When a person set Lumo's value since then, maybe to the same as before; null = no person did. */
  lumoChangedAt: number | null;
  /** When HubSpot's value was set, as far as is known. */
  hubSpotChangedAt: number | null;
}

/** What holds for the field whatever its values are. */
export interface FieldTerms {
  rule: SyncRule;
  /** Options in the order in which a value can only move forward; null = any direction (HubSpot facts, section 7). */
  order: readonly string[] | null;
  /** A person allowed this value to go back. */
  isBackward: boolean;
}

/** What is to be done with one field. Where both sides are the same there is nothing to do: see {@link planField}. */
export interface FieldPlan {
  /** Lumo's and HubSpot's value once the plan is carried out. */
  lumo: string | null;
  hubSpot: string | null;
  outcome: FieldOutcome;
  /** True when both sides had changed since they agreed last. */
  isConflict: boolean;
  /** When the value that lost was set; with `isConflict`. */
  otherChangedAt: number | null;
  /** Why what the rule says cannot be done; both sides are left then. */
  problem: Problem | null;
}

/**
 * Decides one field by its rule; pure. null = both sides hold the same.
 *
 * - alwaysHubSpot: HubSpot's value. alwaysLumo: Lumo's value, but HubSpot's where Lumo never had one.
 * - mostRecentWins: the side that changed; where both did the later one, at the same time HubSpot.
 * - fillIfEmpty: a value goes where there is none, else both sides stay as they are.
 *
 * A value that HubSpot would ignore because it goes back in the order is refused with LIFECYCLE_BACKWARD instead of
 * being written in vain.
 */
export function planField(sides: FieldSides, terms: FieldTerms): FieldPlan | null {
  const { base, hubSpot, lumo, lumoChangedAt, hubSpotChangedAt } = sides;
  if (hubSpot === lumo) return null;
  const hasHubSpotChanged = hubSpot !== base;
  const isConflict = hasHubSpotChanged && (lumo !== base || lumoChangedAt !== null);
  const takeHubSpot = (outcome: FieldOutcome): FieldPlan => ({
    lumo: hubSpot,
    hubSpot,
    outcome,
    isConflict,
    otherChangedAt: isConflict ? lumoChangedAt : null,
    problem: null,
  });
  const takeLumo = (outcome: FieldOutcome): FieldPlan => {
    const plan = { lumo, hubSpot: lumo, outcome, isConflict, otherChangedAt: isConflict ? hubSpotChangedAt : null };
    if (!goesBack(hubSpot, lumo, terms)) return { ...plan, problem: null };
    const problem: Problem = { code: 'LIFECYCLE_BACKWARD', params: { from: hubSpot ?? '', to: lumo ?? '' } };
    return { ...plan, hubSpot, outcome: 'refused', problem };
  };

  switch (terms.rule) {
    case 'alwaysHubSpot':
      return takeHubSpot('tookHubSpot');
    case 'alwaysLumo': {
      const hadLumo = lumo !== null || base !== null || lumoChangedAt !== null;
      return hadLumo ? takeLumo('keptLumo') : takeHubSpot('filledLumo');
    }
    case 'mostRecentWins': {
      if (!isConflict) return hasHubSpotChanged ? takeHubSpot('tookHubSpot') : takeLumo('keptLumo');
      const isLumoLater = (lumoChangedAt ?? 0) > (hubSpotChangedAt ?? Number.POSITIVE_INFINITY);
      return isLumoLater ? takeLumo('keptLumo') : takeHubSpot('tookHubSpot');
    }
    case 'fillIfEmpty': {
      if (lumo === null) return takeHubSpot('filledLumo');
      if (hubSpot === null) return takeLumo('filledHubSpot');
      return { ...takeHubSpot('leftDifferent'), lumo, otherChangedAt: null };
    }
  }
}

/** True when the two options stand in the order and `to` comes before `from`. */
export function goesBack(
  from: string | null,
  to: string | null,
  { order, isBackward }: Omit<FieldTerms, 'rule'>,
): boolean {
  if (order === null || isBackward || from === null || to === null) return false;
  const [fromRank, toRank] = [order.indexOf(from), order.indexOf(to)];
  return fromRank >= 0 && toRank >= 0 && toRank < fromRank;
}
