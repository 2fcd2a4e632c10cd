import { accountsContract, troubleshootContract } from './accounts-contract';
import { appContract } from './app-contract';
import { chatContract, searchContract } from './chat-contract';
import { contactsContract, linksContract } from './contacts-contract';
import { companiesContract, listsContract, recordsContract } from './crm-contract';
import { eventsContract } from './events-contract';
import { mappingContract } from './mapping-contract';
import { repairContract } from './repair-contract';
import { setupContract } from './setup-contract';
import { dashboardContract, syncContract } from './sync-contract';
import { teamContract } from './team-contract';

/** Everything that the renderer can ask of main. There is no other door. */
export const contract = {
  app: appContract,
  setup: setupContract,
  accounts: accountsContract,
  dashboard: dashboardContract,
  sync: syncContract,
  mapping: mappingContract,
  repair: repairContract,
  lists: listsContract,
  companies: companiesContract,
  records: recordsContract,
  troubleshoot: troubleshootContract,
  contacts: contactsContract,
  links: linksContract,
  chat: chatContract,
  team: teamContract,
  search: searchContract,
  events: eventsContract,
};
