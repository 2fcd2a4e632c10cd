import { useSearchParams } from 'wouter';
import { goTo } from '../../../app/hash-location';
import { places } from '../../../app/places';

/** What the bench shows: the causes, the records of one cause, one record, or who is excluded. */
export type ProblemPlace =
  | { readonly level: 'causes' }
  | { readonly level: 'cause'; readonly cause: string }
  | { readonly level: 'record'; readonly cause: string | null; readonly id: number }
  | { readonly level: 'excluded' };

/** The address of a place within the tab. */
export function problemAddress(place: ProblemPlace): string {
  const query = new URLSearchParams();
  if (place.level === 'excluded') query.set('view', 'excluded');
  if ('cause' in place && place.cause !== null) query.set('cause', place.cause);
  if (place.level === 'record') query.set('open', String(place.id));
  const text = query.toString();
  return text === '' ? places.syncData('problems') : `${places.syncData('problems')}?${text}`;
}

/** The place that an address names; what it does not name well shows the causes. */
export function problemPlaceOf(search: URLSearchParams): ProblemPlace {
  if (search.get('view') === 'excluded') return { level: 'excluded' };
  const cause = search.get('cause');
  const open = search.get('open');
  if (open !== null && /^\d+$/.test(open)) return { level: 'record', cause, id: Number(open) };
  return cause === null ? { level: 'causes' } : { level: 'cause', cause };
}

/** The place that is shown, kept in the address, and a function that goes to another one. */
export function useProblemPlace(): readonly [ProblemPlace, (place: ProblemPlace) => void] {
  const [search] = useSearchParams();
  return [problemPlaceOf(search), (place) => goTo(problemAddress(place))];
}
