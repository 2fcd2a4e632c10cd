import { useMutation, useQueryClient } from '@tanstack/react-query';
import { orpc } from '../../../bridge/client';

/** Links and unlinks a friend; what shows the tie is read again at once. Failures appear as notifications. */
export function useLinkActions() {
  const client = useQueryClient();
  const onSuccess = (): void => {
    for (const queryKey of [orpc.chat.conversation.key(), orpc.chat.conversations.key(), orpc.contacts.key()]) {
      void client.invalidateQueries({ queryKey });
    }
  };
  return {
    link: useMutation(orpc.links.link.mutationOptions({ onSuccess })),
    unlink: useMutation(orpc.links.unlink.mutationOptions({ onSuccess })),
  };
}
