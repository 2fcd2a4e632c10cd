import { create } from 'zustand';

/** What a dry run reads. */
export type DryRunKind = 'full' | 'incremental';

interface DryRunKindState {
  readonly kindOf: ReadonlyMap<string, DryRunKind>;
  readonly remember: (id: string, kind: DryRunKind) => void;
}

/** Which kind of run each dry run of this window stood for, so that applying it starts the same kind. */
export const useDryRunKind = create<DryRunKindState>((set) => ({
  kindOf: new Map(),
  remember: (id, kind) => set(({ kindOf }) => ({ kindOf: new Map(kindOf).set(id, kind) })),
}));
