import { useQuery } from '@tanstack/react-query';
import { orpc } from '../../../bridge/client';
import { usePropertyLabel } from '../../../components/property-label';

/** The label of a property by its internal name; the name itself where it is not synced (any more). */
export function usePropertyName(): (propertyName: string) => string {
  const items = useQuery(orpc.mapping.items.queryOptions()).data ?? [];
  const labelOf = usePropertyLabel();
  return (propertyName) => {
    const item = items.find((one) => one.propertyName === propertyName);
    return labelOf({ name: propertyName, label: item?.label ?? propertyName });
  };
}
