import type { Onlooker } from '../../../../shared/model/chat';

/** What is told of the others in one conversation: those who write, else those who look. null = nobody is there. */
export interface OnlookerWords {
  readonly kind: 'writing' | 'looking';
  readonly names: readonly string[];
}

/** Whoever writes matters more than whoever looks; each person is named once. */
export function onlookerWords(onlookers: readonly Onlooker[]): OnlookerWords | null {
  if (onlookers.length === 0) return null;
  const writing = onlookers.filter((each) => each.isWriting);
  const shown = writing.length > 0 ? writing : onlookers;
  const byPerson = new Map(shown.map((each) => [each.agentId ?? each.name, each.name]));
  return { kind: writing.length > 0 ? 'writing' : 'looking', names: [...byPerson.values()] };
}

/** The same for every conversation that somebody looks at. */
export function onlookersByConversation(onlookers: readonly Onlooker[]): ReadonlyMap<string, OnlookerWords> {
  const grouped = Map.groupBy(onlookers, (each) => each.conversationId);
  const words = new Map<string, OnlookerWords>();
  for (const [id, those] of grouped) {
    const told = onlookerWords(those);
    if (told !== null) words.set(id, told);
  }
  return words;
}
