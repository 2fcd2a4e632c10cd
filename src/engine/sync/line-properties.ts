import {
  type CallContext,
  HubSpotError,
  type HubSpotPort,
  type PropertyCreation,
  type PropertyDefinition,
} from '../hubspot';
import type { LinkToWrite } from '../storage/line-property-repository';

/** The group that holds the product's own contact properties. */
export const lineGroup = { name: 'lumo_line', label: 'LINE (Lumo Console)' };

/** An Official Account as its HubSpot properties name it. */
export interface LineAccountName {
  displayName: string;
  /** 1..30; part of the property names. */
  sequenceNumber: number;
}

const suffixes = [
  ['user_id', 'LINE User ID', 'string', 'text'],
  ['display_name', 'LINE display name', 'string', 'text'],
  ['picture_url', 'LINE profile image', 'string', 'text'],
  ['friend_added_at', 'LINE friend added date', 'datetime', 'date'],
  ['follow_status', 'LINE follow status', 'enumeration', 'select'],
  ['tags', 'LINE tags', 'string', 'textarea'],
  ['last_broadcast_name', 'LINE last broadcast name', 'string', 'text'],
  ['last_broadcast_at', 'LINE last broadcast date', 'datetime', 'date'],
  ['last_open_at', 'LINE last open date', 'datetime', 'date'],
  ['last_click_at', 'LINE last click date', 'datetime', 'date'],
] as const;
type Suffix = (typeof suffixes)[number][0];

const followOptions = ['following', 'blocked', 'unknown'].map((value, displayOrder) => ({
  value,
  label: `${value.charAt(0).toUpperCase()}${value.slice(1)}`,
  displayOrder,
  hidden: false,
}));

/** Internal name of one of the product's contact properties. */
export function linePropertyName(sequenceNumber: number, suffix: Suffix): string {
  return `lumo_line_${sequenceNumber}_${suffix}`;
}

/** The Official Account's sequence number when the name is one of the product's own LINE User ID properties. */
export function isLineProperty(name: string): boolean {
  return /^lumo_line_\d+_/.test(name);
}

/** The B1 properties of one Official Account, as they are made in HubSpot. */
export function linePropertiesOf(account: LineAccountName): PropertyCreation[] {
  return suffixes.map(([suffix, label, type, fieldType]) => ({
    name: linePropertyName(account.sequenceNumber, suffix),
    label: `${label} (${account.displayName})`,
    type,
    fieldType,
    groupName: lineGroup.name,
    description: `Kept by Lumo Console for the LINE Official Account "${account.displayName}".`,
    ...(type === 'enumeration' ? { options: followOptions } : {}),
  }));
}

/** What HubSpot shall hold of a linked friend. An empty string clears a value. */
export function linePropertyValues(link: LinkToWrite): Record<string, string> {
  const name = (suffix: Suffix) => linePropertyName(link.sequenceNumber, suffix);
  return {
    [name('user_id')]: link.userId,
    [name('display_name')]: link.displayName ?? '',
    [name('picture_url')]: link.pictureUrl ?? '',
    [name('friend_added_at')]: link.followedAt === null ? '' : new Date(link.followedAt).toISOString(),
    [name('follow_status')]: link.followStatus,
  };
}

/** Clears everything that the product keeps on a contact for one Official Account. */
export function clearedLineProperties(sequenceNumber: number): Record<string, string> {
  return Object.fromEntries(suffixes.map(([suffix]) => [linePropertyName(sequenceNumber, suffix), '']));
}

/** A property that exists with another type: HubSpot would refuse what is written to it. */
export interface PropertyMismatch {
  name: string;
  expected: string;
  found: string;
}

/**
 * Makes the group and what is missing of the account's properties, and corrects labels after a change of name. Costs
 * nothing where all is well. Returns the properties that exist but cannot be used.
 */
export async function ensureLineProperties(
  hubSpot: HubSpotPort,
  account: LineAccountName,
  held: readonly PropertyDefinition[],
  context: CallContext,
): Promise<PropertyMismatch[]> {
  const byName = new Map(held.map((definition) => [definition.name, definition]));
  const mismatches: PropertyMismatch[] = [];
  let hasGroup = held.some((definition) => definition.groupName === lineGroup.name);
  for (const wanted of linePropertiesOf(account)) {
    let found = byName.get(wanted.name);
    if (found === undefined) {
      if (!hasGroup) await hubSpot.properties.ensureGroup(lineGroup, context);
      hasGroup = true;
      found = await hubSpot.properties.ensure(wanted, context);
    }
    if (found.type !== wanted.type) {
      mismatches.push({ name: wanted.name, expected: wanted.type, found: found.type });
    } else if (found.label !== wanted.label) {
      await rename(hubSpot, wanted, context);
    }
  }
  return mismatches;
}

/** A label that cannot be changed is no reason to stop. */
async function rename(hubSpot: HubSpotPort, wanted: PropertyCreation, context: CallContext): Promise<void> {
  try {
    await hubSpot.properties.rename(wanted.name, wanted.label, context);
  } catch (error) {
    if (!(error instanceof HubSpotError)) throw error;
  }
}
