import { appContract } from './app-contract';
import { chatContract, searchContract } from './chat-contract';
import { contactsContract, linksContract } from './contacts-contract';
import { eventsContract } from './events-contract';
import { setupContract } from './setup-contract';
import { accountsContract, dashboardContract, syncContract } from './sync-contract';

/** Everything that the renderer can ask of main. There is no other door. */
export const contract = {
  app: appContract,
  setup: setupContract,
  accounts: accountsContract,
  dashboard: dashboardContract,
  sync: syncContract,
  contacts: contactsContract,
  links: linksContract,
  chat: chatContract,
  search: searchContract,
  events: eventsContract,
};
