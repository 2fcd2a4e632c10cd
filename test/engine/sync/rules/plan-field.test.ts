import { describe, expect, it } from 'vitest';
import { type FieldSides, planField } from '../../../../src/engine/sync/rules/plan-field';
import type { SyncRule } from '../../../../src/shared/model/sync';

const order = ['subscriber', 'lead', 'customer'];
const plan = (rule: SyncRule, sides: Partial<FieldSides>, isBackward = false) =>
  planField(
    { base: null, hubSpot: null, lumo: null, lumoChangedAt: null, hubSpotChangedAt: 10, ...sides },
    { rule, order, isBackward },
  );

const onlyHubSpot = { base: 'a', hubSpot: 'h', lumo: 'a' };
const onlyLumo = { base: 'a', hubSpot: 'a', lumo: 'l', lumoChangedAt: 5 };
const both = { base: 'a', hubSpot: 'h', lumo: 'l', lumoChangedAt: 5 };
const emptyInLumo = { hubSpot: 'h' };
const emptied = { base: 'a', hubSpot: 'h', lumo: null, lumoChangedAt: 50 };

describe('a field under a rule', () => {
  it.each<[SyncRule, Partial<FieldSides>, string, string | null, string | null]>([
    ['alwaysHubSpot', onlyHubSpot, 'tookHubSpot', 'h', 'h'],
    ['alwaysHubSpot', onlyLumo, 'tookHubSpot', 'a', 'a'],
    ['alwaysHubSpot', both, 'tookHubSpot', 'h', 'h'],
    ['alwaysLumo', onlyHubSpot, 'keptLumo', 'a', 'a'],
    ['alwaysLumo', onlyLumo, 'keptLumo', 'l', 'l'],
    ['alwaysLumo', both, 'keptLumo', 'l', 'l'],
    ['alwaysLumo', emptyInLumo, 'filledLumo', 'h', 'h'],
    ['alwaysLumo', emptied, 'keptLumo', null, null],
    ['mostRecentWins', onlyHubSpot, 'tookHubSpot', 'h', 'h'],
    ['mostRecentWins', onlyLumo, 'keptLumo', 'l', 'l'],
    ['mostRecentWins', both, 'tookHubSpot', 'h', 'h'],
    ['mostRecentWins', { ...both, lumoChangedAt: 11 }, 'keptLumo', 'l', 'l'],
    ['mostRecentWins', { ...both, lumoChangedAt: 10 }, 'tookHubSpot', 'h', 'h'],
    ['mostRecentWins', emptied, 'keptLumo', null, null],
    ['fillIfEmpty', onlyHubSpot, 'leftDifferent', 'a', 'h'],
    ['fillIfEmpty', both, 'leftDifferent', 'l', 'h'],
    ['fillIfEmpty', emptyInLumo, 'filledLumo', 'h', 'h'],
    ['fillIfEmpty', { base: null, hubSpot: null, lumo: 'l', lumoChangedAt: 5 }, 'filledHubSpot', 'l', 'l'],
  ])('%s with %o: %s', (rule, sides, outcome, lumo, hubSpot) => {
    expect(plan(rule, sides)).toMatchObject({ outcome, lumo, hubSpot, problem: null });
  });

  it('is left alone where both sides hold the same, whatever was before', () => {
    expect(plan('alwaysLumo', { base: 'a', hubSpot: 'x', lumo: 'x' })).toBeNull();
  });

  it('says of a conflict when the value that lost was set', () => {
    expect(plan('mostRecentWins', both)).toMatchObject({ isConflict: true, otherChangedAt: 5 });
    expect(plan('mostRecentWins', { ...both, lumoChangedAt: 11 })).toMatchObject({
      isConflict: true,
      otherChangedAt: 10,
    });
    expect(plan('mostRecentWins', onlyHubSpot)).toMatchObject({ isConflict: false, otherChangedAt: null });
  });

  it('that only moves forward is refused with the reason when it would go back, unless a person allowed it', () => {
    const back = { base: 'lead', hubSpot: 'customer', lumo: 'lead' };
    const refused = plan('alwaysLumo', back);
    expect(refused).toMatchObject({ outcome: 'refused', hubSpot: 'customer', lumo: 'lead' });
    expect(refused?.problem).toEqual({ code: 'LIFECYCLE_BACKWARD', params: { from: 'customer', to: 'lead' } });
    expect(plan('alwaysLumo', back, true)).toMatchObject({ outcome: 'keptLumo', hubSpot: 'lead', problem: null });
    expect(plan('alwaysLumo', { ...back, lumo: 'unknown stage' })).toMatchObject({ outcome: 'keptLumo' });
  });
});
