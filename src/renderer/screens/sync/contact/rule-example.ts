import type { SyncRule } from '../../../../shared/model/sync';

/** A value on both sides; null = empty. */
export interface BothSides {
  readonly hubSpot: string | null;
  readonly lumo: string | null;
}

/** What a rule makes of two values that differ, of which `later` was set last: the illustration beside the rule. */
export function ruleExample(rule: SyncRule, before: BothSides, later: keyof BothSides): BothSides {
  const { hubSpot, lumo } = before;
  switch (rule) {
    case 'alwaysHubSpot':
      return { hubSpot, lumo: hubSpot };
    case 'alwaysLumo':
      return { hubSpot: lumo, lumo };
    case 'mostRecentWins':
      return { hubSpot: before[later], lumo: before[later] };
    case 'fillIfEmpty':
      return { hubSpot: hubSpot ?? lumo, lumo: lumo ?? hubSpot };
  }
}
