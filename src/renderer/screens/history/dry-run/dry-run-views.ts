import type { DryRun, PlannedChange } from '../../../../shared/model/sync';

/** What the differences of a dry run can be narrowed to: its own counts, but for what stays as it is. */
export type DryRunView = Exclude<keyof DryRun['counts'], 'unchanged'>;

/** The views in their order on screen. */
export const DRY_RUN_VIEWS: readonly DryRunView[] = [
  'newContacts',
  'goneContacts',
  'lumoFields',
  'hubSpotFields',
  'lineProperties',
  'conflicts',
];

const KIND_OF: Readonly<Record<DryRunView, PlannedChange['kind']>> = {
  newContacts: 'newContact',
  goneContacts: 'goneContact',
  lumoFields: 'field',
  hubSpotFields: 'field',
  lineProperties: 'lineProperty',
  conflicts: 'field',
};

/** The kind of difference that is asked for; null = every kind. */
export function kindOfView(view: DryRunView | null): PlannedChange['kind'] | null {
  return view === null ? null : KIND_OF[view];
}

/** Whether a difference belongs to a view. A kind can hold several views: fields of either side, and conflicts. */
export function fitsView(
  view: DryRunView | null,
  change: Pick<PlannedChange, 'kind' | 'side' | 'isConflict'>,
): boolean {
  if (view === null) return true;
  if (change.kind !== KIND_OF[view]) return false;
  if (view === 'lumoFields') return change.side === 'lumo';
  if (view === 'hubSpotFields') return change.side === 'hubSpot';
  return view !== 'conflicts' || change.isConflict;
}

/** How many differences a real run would make. */
export function differencesOf({ counts }: Pick<DryRun, 'counts'>): number {
  const { newContacts, goneContacts, lumoFields, hubSpotFields, lineProperties } = counts;
  return newContacts + goneContacts + lumoFields + hubSpotFields + lineProperties;
}
