import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../../shared/errors/error-code';
import { lumoTypeSchema } from '../../../../shared/model/sync';
import { problemParams } from '../../../components/problem-params';
import { useLumoItems } from './useLumoItems';

/** Says in one text why a mapping is refused and what cures it, with properties by label and types by their names. */
export function useMappingWords(): (problem: Problem | null) => string | null {
  const { t } = useTranslation(['sync', 'errors']);
  const { labelOfProperty } = useLumoItems();
  const typeName = (value: string | number | undefined): string => {
    const known = lumoTypeSchema.safeParse(value);
    return known.success ? t(`sync:lumoTypes.${known.data}`) : String(value ?? '');
  };
  return (problem) => {
    if (problem === null) return null;
    const { property, found, expected } = problem.params;
    const params = {
      ...problemParams(problem),
      ...(typeof property === 'string' ? { property: labelOfProperty(property) } : {}),
      ...(found === undefined ? {} : { found: typeName(found) }),
      ...(expected === undefined ? {} : { expected: typeName(expected) }),
    };
    return t('sync:add.refused', {
      what: t(`errors:${problem.code}.what`, params),
      todo: t(`errors:${problem.code}.todo`, params),
    });
  };
}
