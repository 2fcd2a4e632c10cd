import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { GroupRow } from '../../../../shared/model/crm';
import { orpc } from '../../../bridge/client';

/** Makes the company of a group in HubSpot now, and says so. */
export function useMakeCompany(): {
  readonly start: (group: GroupRow) => void;
  readonly makingId: string | null;
} {
  const { t } = useTranslation('sync');
  const client = useQueryClient();
  const make = useMutation(
    orpc.companies.createFor.mutationOptions({
      onSuccess: ({ name, companyName }) => {
        notifications.show({ message: t('groups.made', { name, company: companyName ?? name }) });
      },
      onSettled: () => client.invalidateQueries({ queryKey: orpc.companies.key() }),
    }),
  );
  return {
    start: ({ conversationId }) => make.mutate({ conversationId }),
    makingId: make.isPending ? make.variables.conversationId : null,
  };
}
