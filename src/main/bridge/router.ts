import { implement, ORPCError } from '@orpc/server';
import type { Engine, Logger, ServiceOf } from '../../engine';
import { contract } from '../../shared/contract/contract';
import type { EngineEvent } from '../../shared/contract/events-contract';
import { LumoError } from '../../shared/errors/lumo-error';
import { streamEvents } from './event-stream';

/** What the router stands on. */
export interface RouterParts {
  app: ServiceOf<'app'>;
  setup: ServiceOf<'setup'>;
  /** @throws LumoError HUBSPOT_NOT_CONNECTED before a mode was chosen, SANDBOX_FAILED when it could not start */
  engine: () => Engine;
  /** Resolves when no engine is being opened or closed; calls that need one wait for it. */
  settled: () => Promise<void>;
  subscribe: (listener: (event: EngineEvent) => void) => () => void;
  logger: Logger;
}

/**
 * Lets an error cross the bridge: an expected one as its code and parameters, anything else only as INTERNAL. Inputs that
 * do not parse are answered by oRPC before a procedure runs.
 */
export function crossingError(error: unknown, logger: Logger): ORPCError<string, unknown> {
  if (error instanceof ORPCError) return error;
  if (error instanceof LumoError) {
    return new ORPCError(error.code, {
      status: 422,
      message: error.code,
      data: { code: error.code, params: error.params },
    });
  }
  logger.error('a procedure failed unexpectedly', { error, stack: error instanceof Error ? error.stack : undefined });
  return new ORPCError('INTERNAL', { status: 500, message: 'INTERNAL', data: { code: 'INTERNAL', params: {} } });
}

/** Groups that answer without an engine. */
const withoutEngine: ReadonlySet<string> = new Set(['app', 'setup', 'events']);

/** Every procedure of the contract, each a plain call of a service. */
export function createRouter(parts: RouterParts) {
  const { app, setup, engine } = parts;
  const os = implement(contract).use(async ({ next, path }) => {
    try {
      // At the start the window is there before the engine: its first questions wait instead of failing.
      if (!withoutEngine.has(path[0] ?? '')) await parts.settled();
      return await next();
    } catch (error) {
      throw crossingError(error, parts.logger);
    }
  });
  return os.router({
    app: {
      info: os.app.info.handler(() => app.info(undefined)),
      settings: os.app.settings.handler(() => app.settings(undefined)),
      saveSettings: os.app.saveSettings.handler(({ input }) => app.saveSettings(input)),
      openExternal: os.app.openExternal.handler(({ input }) => app.openExternal(input)),
      openDataFolder: os.app.openDataFolder.handler(() => app.openDataFolder(undefined)),
      openPhone: os.app.openPhone.handler(({ input }) => app.openPhone(input)),
      leaveMode: os.app.leaveMode.handler(() => app.leaveMode(undefined)),
    },
    setup: {
      state: os.setup.state.handler(() => setup.state(undefined)),
      startSandbox: os.setup.startSandbox.handler(() => setup.startSandbox(undefined)),
      useOwnAccounts: os.setup.useOwnAccounts.handler(({ input }) => setup.useOwnAccounts(input)),
      connectHubSpot: os.setup.connectHubSpot.handler(() => setup.connectHubSpot(undefined)),
      cancelHubSpot: os.setup.cancelHubSpot.handler(() => setup.cancelHubSpot(undefined)),
      checkLine: os.setup.checkLine.handler(({ input }) => setup.checkLine(input)),
      connectLine: os.setup.connectLine.handler(({ input }) => setup.connectLine(input)),
      propertyChoices: os.setup.propertyChoices.handler(() => setup.propertyChoices(undefined)),
      saveProperties: os.setup.saveProperties.handler(({ input }) => setup.saveProperties(input)),
      finish: os.setup.finish.handler(() => setup.finish(undefined)),
    },
    accounts: {
      testHubSpot: os.accounts.testHubSpot.handler(() => engine().accounts.testHubSpot(undefined)),
      testLine: os.accounts.testLine.handler(({ input }) => engine().accounts.testLine(input)),
    },
    dashboard: { state: os.dashboard.state.handler(() => engine().dashboard.state(undefined)) },
    sync: {
      start: os.sync.start.handler(({ input }) => engine().sync.start(input)),
      cancel: os.sync.cancel.handler(() => engine().sync.cancel(undefined)),
      progress: os.sync.progress.handler(() => engine().sync.progress(undefined)),
      runs: os.sync.runs.handler(({ input }) => engine().sync.runs(input)),
      run: os.sync.run.handler(({ input }) => engine().sync.run(input)),
      runErrors: os.sync.runErrors.handler(({ input }) => engine().sync.runErrors(input)),
      items: os.sync.items.handler(() => engine().sync.items(undefined)),
    },
    contacts: {
      page: os.contacts.page.handler(({ input }) => engine().contacts.page(input)),
      get: os.contacts.get.handler(({ input }) => engine().contacts.get(input)),
      filterOptions: os.contacts.filterOptions.handler(() => engine().contacts.filterOptions(undefined)),
    },
    links: {
      candidates: os.links.candidates.handler(({ input }) => engine().links.candidates(input)),
      link: os.links.link.handler(({ input }) => engine().links.link(input)),
      unlink: os.links.unlink.handler(({ input }) => engine().links.unlink(input)),
    },
    chat: {
      conversations: os.chat.conversations.handler(({ input }) => engine().chat.conversations(input)),
      conversation: os.chat.conversation.handler(({ input }) => engine().chat.conversation(input)),
      messages: os.chat.messages.handler(({ input }) => engine().chat.messages(input)),
      newerMessages: os.chat.newerMessages.handler(({ input }) => engine().chat.newerMessages(input)),
      send: os.chat.send.handler(({ input }) => engine().chat.send(input)),
      retry: os.chat.retry.handler(({ input }) => engine().chat.retry(input)),
      discard: os.chat.discard.handler(({ input }) => engine().chat.discard(input)),
      markRead: os.chat.markRead.handler(({ input }) => engine().chat.markRead(input)),
      setStatus: os.chat.setStatus.handler(({ input }) => engine().chat.setStatus(input)),
      saveDraft: os.chat.saveDraft.handler(({ input }) => engine().chat.saveDraft(input)),
      unreadTotal: os.chat.unreadTotal.handler(() => engine().chat.unreadTotal(undefined)),
    },
    search: { query: os.search.query.handler(({ input }) => engine().search.query(input)) },
    events: { stream: os.events.stream.handler(({ signal }) => streamEvents(parts.subscribe, signal)) },
  });
}
