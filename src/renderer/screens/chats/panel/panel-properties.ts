/** HubSpot's names of what is looked up most beside a chat, in the order of their use. */
const usual = ['phone', 'mobilephone', 'email', 'lifecyclestage', 'hs_lead_status', 'jobtitle', 'hubspot_owner_id'];
/** So many of the synced ones stand there when fewer than three of the usual are synced. */
const fewest = 6;

/** Names that are shown while nobody chose: the usual ones that are synced, else the first few. */
export function usualProperties(synced: readonly string[]): readonly string[] {
  const known = synced.filter((name) => usual.includes(name));
  return known.length >= 3 ? known : synced.slice(0, fewest);
}

/** Parts the synced properties into those that are shown and the rest, both in the order in which they are synced. */
export function splitProperties<T extends { readonly name: string }>(
  properties: readonly T[],
  chosen: readonly string[] | null,
): { readonly shown: readonly T[]; readonly rest: readonly T[] } {
  const names = new Set(chosen ?? usualProperties(properties.map((property) => property.name)));
  return {
    shown: properties.filter((property) => names.has(property.name)),
    rest: properties.filter((property) => !names.has(property.name)),
  };
}
