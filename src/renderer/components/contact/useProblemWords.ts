import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ErrorParams, Problem } from '../../../shared/errors/error-code';
import { lumoTypeSchema } from '../../../shared/model/sync';
import { orpc } from '../../bridge/client';
import { problemParams } from '../problem-params';
import { usePropertyLabel } from '../property-label';
import { useValueText } from './useValueText';

/** What the text of a problem about a field is filled with: labels instead of internal names of properties, types and stages. */
export function useProblemWords(): (problem: Problem) => ErrorParams {
  const { t } = useTranslation('sync');
  const items = useQuery(orpc.mapping.items.queryOptions()).data ?? [];
  const labelOf = usePropertyLabel();
  const text = useValueText();
  return (problem) => {
    const words: Record<string, string | number> = { ...problemParams(problem) };
    const name = typeof words.property === 'string' ? words.property : null;
    const type = lumoTypeSchema.safeParse(words.expected);
    if (type.success) words.expected = t(`lumoTypes.${type.data}`);
    if (name === null) return words;
    words.property = labelOf({ name, label: items.find((item) => item.propertyName === name)?.label ?? name });
    for (const side of ['from', 'to', 'value'] as const) {
      const raw = words[side];
      if (typeof raw === 'string') words[side] = text(name, raw) ?? raw;
    }
    return words;
  };
}
