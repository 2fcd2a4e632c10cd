import { useMutation, useQueryClient } from '@tanstack/react-query';
import { orpc } from '../../bridge/client';

/** What can be done about a friend's tie to a contact; what shows it is read again at once. Failures appear as notifications. */
export function useLinkActions() {
  const client = useQueryClient();
  const onSuccess = (): void => {
    for (const queryKey of [
      orpc.chat.conversation.key(),
      orpc.chat.conversations.key(),
      orpc.contacts.key(),
      orpc.links.unlinked.key(),
      orpc.links.requests.key(),
    ]) {
      void client.invalidateQueries({ queryKey });
    }
  };
  return {
    link: useMutation(orpc.links.link.mutationOptions({ onSuccess })),
    unlink: useMutation(orpc.links.unlink.mutationOptions({ onSuccess })),
    setAside: useMutation(orpc.links.setAside.mutationOptions({ onSuccess })),
    createContact: useMutation(orpc.links.createContact.mutationOptions({ onSuccess })),
    requestLink: useMutation(orpc.links.requestLink.mutationOptions({ onSuccess })),
    cancelRequest: useMutation(orpc.links.cancelRequest.mutationOptions({ onSuccess })),
  };
}
