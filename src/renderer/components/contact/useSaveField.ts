import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ContactId } from '../../../shared/model/ids';
import { orpc } from '../../bridge/client';

/** Saves one field of a contact; what shows it follows at once. Failures are for the field itself to show. */
export function useSaveField(contactId: ContactId) {
  const client = useQueryClient();
  return useMutation(
    orpc.contacts.saveField.mutationOptions({
      meta: { isShownInline: true },
      onSuccess: (property) => {
        client.setQueryData(orpc.contacts.get.queryKey({ input: { id: contactId } }), (held) =>
          held === undefined
            ? held
            : { ...held, properties: held.properties.map((one) => (one.name === property.name ? property : one)) },
        );
        for (const queryKey of [
          orpc.contacts.key(),
          orpc.chat.conversation.key(),
          orpc.sync.runChanges.key(),
          orpc.dashboard.key(),
        ]) {
          void client.invalidateQueries({ queryKey });
        }
      },
    }),
  );
}
