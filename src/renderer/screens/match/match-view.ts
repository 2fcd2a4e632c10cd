import { create } from 'zustand';
import type { OfficialAccountId } from '../../../shared/model/ids';

/** Friends to be matched, those whom a person set aside, and those who were asked. */
export type MatchView = 'open' | 'requested' | 'setAside';
export const MATCH_VIEWS: readonly MatchView[] = ['open', 'requested', 'setAside'];

interface MatchViewState {
  readonly view: MatchView;
  readonly officialAccountId: OfficialAccountId | null;
  readonly text: string;
  readonly setView: (view: MatchView) => void;
  readonly setOfficialAccountId: (id: OfficialAccountId | null) => void;
  readonly setText: (text: string) => void;
}

/** What the person looks at on the match desk; ends with the window. */
export const useMatchView = create<MatchViewState>((set) => ({
  view: 'open',
  officialAccountId: null,
  text: '',
  setView: (view) => set({ view }),
  setOfficialAccountId: (officialAccountId) => set({ officialAccountId }),
  setText: (text) => set({ text }),
}));
