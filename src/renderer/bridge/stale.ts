import type { QueryKey } from '@tanstack/react-query';
import type { EngineEvent, StaleTopic } from '../../shared/contract/events-contract';
import { orpc } from './client';

const KEYS_OF_TOPIC: Readonly<Record<StaleTopic, readonly QueryKey[]>> = {
  setup: [orpc.setup.state.key(), orpc.app.info.key(), orpc.mapping.choices.key()],
  dashboard: [orpc.dashboard.key()],
  accounts: [orpc.dashboard.key(), orpc.setup.state.key(), orpc.accounts.key()],
  // One conversation's answer holds its contact, who stands beside the chat.
  contacts: [orpc.contacts.key(), orpc.links.key(), orpc.chat.conversation.key()],
  conversations: [
    orpc.chat.conversations.key(),
    orpc.chat.conversation.key(),
    orpc.chat.waiting.key(),
    orpc.chat.unreadTotal.key(),
  ],
  history: [
    orpc.sync.runs.key(),
    orpc.sync.run.key(),
    orpc.sync.runErrors.key(),
    orpc.sync.runChanges.key(),
    orpc.sync.timeline.key(),
  ],
  syncItems: [orpc.mapping.key()],
  search: [orpc.search.key()],
  fields: [orpc.contacts.get.key(), orpc.contacts.provenance.key(), orpc.chat.conversation.key()],
  problems: [orpc.repair.key(), orpc.dashboard.key()],
  dryRun: [orpc.sync.dryRun.key(), orpc.sync.dryRunChanges.key()],
  lists: [orpc.lists.key()],
  companies: [orpc.companies.key(), orpc.records.key()],
  links: [orpc.links.key(), orpc.chat.conversation.key()],
  team: [orpc.team.key(), orpc.chat.notes.key(), orpc.chat.conversations.key(), orpc.chat.conversation.key()],
};

/** Cached answers that an event makes old. An empty list = the event changes no cached answer by itself. */
export function staleKeysOf(event: EngineEvent): readonly QueryKey[] {
  switch (event.type) {
    case 'stale':
      return event.topics.flatMap((topic) => KEYS_OF_TOPIC[topic]);
    case 'conversationChanged':
      return [
        orpc.chat.conversations.key(),
        orpc.chat.unreadTotal.key(),
        orpc.chat.conversation.key({ input: { id: event.conversationId } }),
        orpc.chat.messages.key({ input: { conversationId: event.conversationId } }),
        orpc.chat.waiting.key({ input: { conversationId: event.conversationId } }),
      ];
    case 'contactChanged':
      return [
        orpc.contacts.page.key(),
        orpc.contacts.get.key({ input: { id: event.contactId } }),
        orpc.records.ofContact.key({ input: { contactId: event.contactId } }),
        orpc.chat.conversation.key(),
      ];
    case 'online':
      return [orpc.dashboard.key()];
    case 'onlookers':
      return [orpc.team.onlookers.key()];
    case 'messageArrived':
    case 'syncProgress':
    case 'settings':
    case 'navigate':
      return [];
  }
}
