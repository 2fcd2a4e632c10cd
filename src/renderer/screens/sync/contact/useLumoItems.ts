import { useQuery } from '@tanstack/react-query';
import { orpc } from '../../../bridge/client';
import { usePropertyLabel } from '../../../components/property-label';

/** Every Lumo item with the property that holds it, and a property's label by its internal name. */
export function useLumoItems() {
  const labelOf = usePropertyLabel();
  const items = useQuery(orpc.mapping.lumoItems.queryOptions()).data ?? [];
  const mapped = useQuery(orpc.mapping.items.queryOptions()).data ?? [];
  return {
    items,
    labelOfProperty: (name: string): string => {
      const held = mapped.find((item) => item.propertyName === name);
      return labelOf({ name, label: held?.label ?? name });
    },
  };
}
