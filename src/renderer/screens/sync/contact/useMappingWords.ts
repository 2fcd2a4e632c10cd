import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../../shared/errors/error-code';
import { lumoTypeSchema, type SyncItem } from '../../../../shared/model/sync';
import { problemParams } from '../../../components/problem-params';
import { usePropertyType } from '../../../components/property-picker/usePropertyType';
import { useLumoItems } from './useLumoItems';

/** The property that a mapping is about, as it is shown. */
type Shown = Pick<SyncItem, 'propertyName' | 'label'>;

/** Problems of a mapping in a person's words. */
export interface MappingWords {
  /** The problem with properties by their labels and types by their names. */
  readonly readable: (problem: Problem, shown: Shown) => Problem;
  /** What is wrong and what cures it, as one text for a field; null = nothing is wrong. */
  readonly refusal: (problem: Problem | null, shown: Shown) => string | null;
}

/** Names what a mapping's problem names by internal names: `property`, and the types `found` and `expected`. */
export function useMappingWords(): MappingWords {
  const { t } = useTranslation(['sync', 'errors']);
  const { labelOfProperty } = useLumoItems();
  const propertyType = usePropertyType();
  const typeName = (value: string | number): string => {
    const known = lumoTypeSchema.safeParse(value);
    // A property's own form is `<type>/<fieldType>`, as HubSpot calls both.
    return known.success ? t(`sync:lumoTypes.${known.data}`) : propertyType(String(value).replace(/\/.*$/, ''));
  };
  const readable: MappingWords['readable'] = ({ code, params }, { propertyName, label }) => {
    const { property, found, expected } = params;
    return {
      code,
      params: {
        ...params,
        ...(property === undefined
          ? {}
          : { property: property === propertyName ? label : labelOfProperty(String(property)) }),
        ...(found === undefined ? {} : { found: typeName(found) }),
        ...(expected === undefined ? {} : { expected: typeName(expected) }),
      },
    };
  };
  return {
    readable,
    refusal: (problem, shown) => {
      if (problem === null) return null;
      const params = problemParams(readable(problem, shown));
      return t('sync:add.refused', {
        what: t(`errors:${problem.code}.what`, params),
        todo: t(`errors:${problem.code}.todo`, params),
      });
    },
  };
}
