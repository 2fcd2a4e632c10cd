import { useSearchParams } from 'wouter';
import { goTo } from '../../../app/hash-location';
import { places, type SyncTab } from '../../../app/places';

/** Id of what is open beside a tab, kept in the address as `?open=`, and functions that open and close. */
export function useOpened(tab: SyncTab): readonly [string | null, (id: string) => void, () => void] {
  const [search] = useSearchParams();
  const opened = search.get('open');
  return [
    opened,
    (id) => goTo(`${places.syncData(tab)}?open=${encodeURIComponent(id)}`, { replace: opened !== null }),
    () => goTo(places.syncData(tab)),
  ];
}
