import {
  type CallContext,
  HubSpotError,
  type HubSpotPort,
  type PropertyCreation,
  type PropertyDefinition,
  type PropertyOption,
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
  ['tags', 'LINE tags', 'enumeration', 'checkbox'],
  ['last_broadcast_name', 'LINE last broadcast name', 'string', 'text'],
  ['last_broadcast_at', 'LINE last broadcast date', 'datetime', 'date'],
  ['last_open_at', 'LINE last open date', 'datetime', 'date'],
  ['last_click_at', 'LINE last click date', 'datetime', 'date'],
] as const;
export type LineSuffix = (typeof suffixes)[number][0];
type Suffix = LineSuffix;

const followOptions: readonly PropertyOption[] = ['following', 'blocked', 'unknown'].map((value, displayOrder) => ({
  value,
  label: `${value.charAt(0).toUpperCase()}${value.slice(1)}`,
  displayOrder,
  hidden: false,
}));
/** An enumeration needs an option before there is a tag; it is not offered, and stays. */
const noTagOption: PropertyOption = { value: 'lumo_no_tag', label: '(no tag)', displayOrder: 0, hidden: true };

/** A tag as an option's value: HubSpot joins several by `;` (facts, section 6.2). */
export const tagOption = (tag: string): string => tag.replaceAll(';', ',').trim();

/** Internal name of one of the product's contact properties. */
export function linePropertyName(sequenceNumber: number, suffix: Suffix): string {
  return `lumo_line_${sequenceNumber}_${suffix}`;
}

/** The Official Account's sequence number when the name is one of the product's own LINE User ID properties. */
export function isLineProperty(name: string): boolean {
  return /^lumo_line_\d+_/.test(name);
}

/** Suffixes of the B1 properties in the order in which they are shown. */
export const lineSuffixes: readonly LineSuffix[] = suffixes.map(([suffix]) => suffix);

/** The options of the tags property: those of the held definition stay, missing tags are added. */
function tagOptions(tags: readonly string[], held: PropertyDefinition['options'] = [noTagOption]): PropertyOption[] {
  const kept = held.map((option, index) => ({
    value: option.value,
    label: option.label,
    displayOrder: option.displayOrder ?? index,
    hidden: option.hidden ?? false,
  }));
  const values = new Set(kept.map((option) => option.value));
  const labels = new Set(kept.map((option) => option.label));
  for (const tag of tags) {
    const value = tagOption(tag);
    if (value === '' || values.has(value)) continue;
    const label = labels.has(value) ? `${value} (LINE)` : value;
    if (labels.has(label)) continue;
    values.add(value);
    labels.add(label);
    kept.push({ value, label, displayOrder: kept.length, hidden: false });
  }
  return kept;
}

/** True where a property of an earlier version holds tags as text: that is kept, and written as text. */
export const holdsTagsAsText = (name: string, type: string): boolean =>
  /^lumo_line_\d+_tags$/.test(name) && type === 'string';

/** True when what is written to the property can be taken by one of this type. */
export const isUsableType = (wanted: Pick<PropertyCreation, 'name' | 'type'>, foundType: string): boolean =>
  foundType === wanted.type || holdsTagsAsText(wanted.name, foundType);

/** The B1 properties of one Official Account, as they are made in HubSpot. */
export function linePropertiesOf(account: LineAccountName, tags: readonly string[] = []): PropertyCreation[] {
  return suffixes.map(([suffix, label, type, fieldType]) => ({
    name: linePropertyName(account.sequenceNumber, suffix),
    label: `${label} (${account.displayName})`,
    type,
    fieldType,
    groupName: lineGroup.name,
    description: `Kept by Lumo Console for the LINE Official Account "${account.displayName}".`,
    ...(type === 'enumeration' ? { options: suffix === 'tags' ? tagOptions(tags) : [...followOptions] } : {}),
  }));
}

/** What HubSpot shall hold of a linked friend. An empty string clears a value. `isTextTags` = an earlier version's property. */
export function linePropertyValues(link: LinkToWrite, isTextTags: boolean): Record<string, string> {
  const name = (suffix: Suffix) => linePropertyName(link.sequenceNumber, suffix);
  const time = (at: number | null) => (at === null ? '' : new Date(at).toISOString());
  return {
    [name('user_id')]: link.userId,
    [name('display_name')]: link.displayName ?? '',
    [name('picture_url')]: link.pictureUrl ?? '',
    [name('friend_added_at')]: time(link.followedAt),
    [name('follow_status')]: link.followStatus,
    [name('tags')]: isTextTags ? link.tags.join(', ') : link.tags.map(tagOption).join(';'),
    [name('last_broadcast_name')]: link.lastBroadcastName ?? '',
    [name('last_broadcast_at')]: time(link.lastBroadcastAt),
    [name('last_open_at')]: time(link.lastOpenAt),
    [name('last_click_at')]: time(link.lastClickAt),
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
 * Makes the group and what is missing of the account's properties, corrects labels after a change of name, and adds
 * options for tags before a value uses them (none is ever removed). Costs nothing where all is well. `mayReplace` = at
 * connecting, when a property of an earlier version may become what is made today. Returns the properties that exist but
 * cannot be used, and whether anything was made or changed.
 */
export async function ensureLineProperties(
  hubSpot: HubSpotPort,
  account: LineAccountName,
  held: readonly PropertyDefinition[],
  tags: readonly string[],
  context: CallContext,
  { mayReplace }: { mayReplace: boolean } = { mayReplace: false },
): Promise<{ mismatches: PropertyMismatch[]; isChanged: boolean }> {
  let isChanged = false;
  const byName = new Map(held.map((definition) => [definition.name, definition]));
  const mismatches: PropertyMismatch[] = [];
  let hasGroup = held.some((definition) => definition.groupName === lineGroup.name);
  for (const wanted of linePropertiesOf(account, tags)) {
    let found = byName.get(wanted.name);
    if (found === undefined) {
      if (!hasGroup) await hubSpot.properties.ensureGroup(lineGroup, context);
      hasGroup = true;
      found = await hubSpot.properties.ensure(wanted, context);
      isChanged = true;
    } else if (mayReplace && holdsTagsAsText(wanted.name, found.type)) {
      const before = found.type;
      found = await turnIntoTags(hubSpot, wanted, found, context);
      isChanged ||= found.type !== before;
    }
    if (!isUsableType(wanted, found.type)) {
      mismatches.push({ name: wanted.name, expected: wanted.type, found: found.type });
      continue;
    }
    if (found.label !== wanted.label) {
      await unlessRefused(() => hubSpot.properties.rename(wanted.name, wanted.label, context));
      isChanged = true;
    }
    if (wanted.fieldType === 'checkbox' && found.type === 'enumeration') {
      const options = tagOptions(tags, found.options);
      if (options.length > found.options.length) {
        await unlessRefused(() => hubSpot.properties.setOptions(wanted.name, options, context));
        isChanged = true;
      }
    }
  }
  return { mismatches, isChanged };
}

/**
 * An earlier version made the tags a text. While no contact has a value, it becomes the multi-select in place: a name whose
 * property was archived cannot be used again (facts, section 6.1). Else, or where HubSpot refuses, it stays a text.
 */
async function turnIntoTags(
  hubSpot: HubSpotPort,
  wanted: PropertyCreation,
  found: PropertyDefinition,
  context: CallContext,
): Promise<PropertyDefinition> {
  if ((await hubSpot.account.contactCount(context, wanted.name)) !== 0) return found;
  try {
    return await hubSpot.properties.changeType(wanted, context);
  } catch (error) {
    if (!(error instanceof HubSpotError)) throw error;
    return found;
  }
}

/** Mends the group's label; a group that cannot be changed is no reason to stop. */
export async function repairGroupLabel(
  hubSpot: HubSpotPort,
  labels: Readonly<Record<string, string>>,
  context: CallContext,
): Promise<void> {
  const held = labels[lineGroup.name];
  if (held === undefined || held === lineGroup.label) return;
  await unlessRefused(() => hubSpot.properties.renameGroup(lineGroup.name, lineGroup.label, context));
}

/** What HubSpot does not let us change is no reason to stop. */
async function unlessRefused(change: () => Promise<void>): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (!(error instanceof HubSpotError)) throw error;
  }
}
