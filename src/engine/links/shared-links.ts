import { createLinePropertyRepository } from '../storage/line-property-repository';
import type { LinkActs } from './link-acts';
import type { Links, LinksDeps } from './links-types';

/**
 * Links that other consoles made or cut. They are taken over as they are; the console where it happened writes to HubSpot,
 * and here it counts as written. Only a link that gives way to another one is taken out of HubSpot by each console that had
 * it: two consoles may have linked one friend to two contacts at once, and clearing twice clears once.
 */
export function createSharedLinks(deps: LinksDeps, acts: LinkActs): Pick<Links, 'takeLink' | 'takeTags'> {
  const { clock, storage } = deps;
  const { links } = acts;
  const lineProperties = createLinePropertyRepository(storage);

  const linkOf = (friendId: number) => {
    const contactId = links.get(friendId)?.contactHubspotId;
    if (contactId === undefined) return null;
    return lineProperties.linksOf(contactId).find((link) => link.friendId === friendId) ?? null;
  };

  return {
    takeLink({ contactId, origin, at }, friendId) {
      const known = links.get(friendId);
      if (contactId === null) {
        if (known === null) return;
        links.cutElsewhere(friendId);
        links.rememberUnlink(friendId, known.contactHubspotId, clock.now(), true);
        acts.tellLater(friendId, known.contactHubspotId);
        return;
      }
      if (known?.contactHubspotId === contactId) return;
      if (known !== null) {
        links.unlink(friendId, clock.now());
        acts.tellLater(friendId, known.contactHubspotId);
      }
      links.link(friendId, contactId, origin ?? 'restored', at, null, true);
      acts.readIfUnknown(contactId);
      acts.tellLater(friendId, contactId);
      const link = linkOf(friendId);
      const values = link === null ? undefined : deps.lineValues?.(link);
      if (link !== null && values !== undefined) lineProperties.markWritten(link, values, clock.now());
    },
    takeTags(friendId) {
      const link = linkOf(friendId);
      if (link === null) return;
      const property = deps.linePropertyName(link.sequenceNumber, 'tags');
      const value = deps.lineValues?.(link)[property];
      if (value !== undefined) links.writtenElsewhere(friendId, property, value);
    },
  };
}
