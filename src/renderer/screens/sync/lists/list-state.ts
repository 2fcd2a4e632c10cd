import type { HubSpotList } from '../../../../shared/model/crm';
import type { StatusTone } from '../../../components/StatusMark';
import { hasWords } from '../layout/find-words';

/** Kept by HubSpot's filters, by hand, or filtered once when it was made (HubSpot facts, section 10). */
export type ListKind = 'dynamic' | 'static' | 'snapshot';

/** The kind that HubSpot's own word for a list means. */
export function listKind(processingType: HubSpotList['processingType']): ListKind {
  return processingType === 'DYNAMIC' ? 'dynamic' : processingType === 'SNAPSHOT' ? 'snapshot' : 'static';
}

/** How fresh the members that are here are. */
export type ListFreshness = 'off' | 'never' | 'flux' | 'stale' | 'fresh' | 'failed';

/** What is worst comes first; a list that is not synced is neither fresh nor stale. */
export function listFreshness(
  list: Pick<HubSpotList, 'isSynced' | 'isInFlux' | 'isStale' | 'membersAt' | 'problem'>,
): ListFreshness {
  if (list.problem !== null && list.problem.code !== 'LIST_IN_FLUX') return 'failed';
  if (!list.isSynced) return 'off';
  if (list.isInFlux || list.problem !== null) return 'flux';
  if (list.membersAt === null) return 'never';
  return list.isStale ? 'stale' : 'fresh';
}

/** Shape and colour of each. */
export const FRESHNESS_TONE: Readonly<Record<ListFreshness, StatusTone>> = {
  off: 'off',
  never: 'neutral',
  flux: 'busy',
  stale: 'warning',
  fresh: 'ok',
  failed: 'error',
};

/** Lists whose name or folder has the words, synced ones first, each by name. */
export function arrangeLists<List extends Pick<HubSpotList, 'name' | 'folderName' | 'isSynced'>>(
  lists: readonly List[],
  text: string,
): readonly List[] {
  return lists
    .filter((list) => hasWords(text, [list.name, list.folderName]))
    .sort((one, other) => Number(other.isSynced) - Number(one.isSynced) || one.name.localeCompare(other.name));
}

/** Where HubSpot shows the lists of an account; null when its address cannot be told. */
export function listsAddress(hubSpot: { readonly uiDomain: string; readonly hubId: string } | null): string | null {
  if (hubSpot === null || hubSpot.uiDomain === '') return null;
  return `https://${hubSpot.uiDomain}/contacts/${encodeURIComponent(hubSpot.hubId)}/objectLists/all`;
}
