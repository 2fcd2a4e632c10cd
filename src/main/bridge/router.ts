import { implement, ORPCError, type Router } from '@orpc/server';
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
export function createRouter(parts: RouterParts): Router<typeof contract, Record<never, never>> {
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
      exportHistory: os.app.exportHistory.handler(({ input }) => app.exportHistory(input)),
      saveMessageFile: os.app.saveMessageFile.handler(({ input }) => app.saveMessageFile(input)),
      openMessageFile: os.app.openMessageFile.handler(({ input }) => app.openMessageFile(input)),
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
      connectHubSpotToken: os.setup.connectHubSpotToken.handler(({ input }) => setup.connectHubSpotToken(input)),
      saveProperties: os.setup.saveProperties.handler(({ input }) => setup.saveProperties(input)),
      finish: os.setup.finish.handler(() => setup.finish(undefined)),
    },
    accounts: {
      testHubSpot: os.accounts.testHubSpot.handler(() => engine().accounts.testHubSpot(undefined)),
      testLine: os.accounts.testLine.handler(({ input }) => engine().accounts.testLine(input)),
      testRelay: os.accounts.testRelay.handler(() => engine().accounts.testRelay(undefined)),
      relay: os.accounts.relay.handler(() => engine().accounts.relay(undefined)),
      saveIntegration: os.accounts.saveIntegration.handler(({ input }) => engine().accounts.saveIntegration(input)),
      rehearseDisconnect: os.accounts.rehearseDisconnect.handler(({ input }) =>
        engine().accounts.rehearseDisconnect(input),
      ),
      disconnect: os.accounts.disconnect.handler(({ input }) => engine().accounts.disconnect(input)),
    },
    dashboard: { state: os.dashboard.state.handler(() => engine().dashboard.state(undefined)) },
    sync: {
      start: os.sync.start.handler(({ input }) => engine().sync.start(input)),
      cancel: os.sync.cancel.handler(() => engine().sync.cancel(undefined)),
      progress: os.sync.progress.handler(() => engine().sync.progress(undefined)),
      runs: os.sync.runs.handler(({ input }) => engine().sync.runs(input)),
      timeline: os.sync.timeline.handler(({ input }) => engine().sync.timeline(input)),
      run: os.sync.run.handler(({ input }) => engine().sync.run(input)),
      runErrors: os.sync.runErrors.handler(({ input }) => engine().sync.runErrors(input)),
      runChanges: os.sync.runChanges.handler(({ input }) => engine().sync.runChanges(input)),
      undoPreview: os.sync.undoPreview.handler(({ input }) => engine().sync.undoPreview(input)),
      undo: os.sync.undo.handler(({ input }) => engine().sync.undo(input)),
      startDryRun: os.sync.startDryRun.handler(({ input }) => engine().sync.startDryRun(input)),
      cancelDryRun: os.sync.cancelDryRun.handler(() => engine().sync.cancelDryRun(undefined)),
      dryRun: os.sync.dryRun.handler(() => engine().sync.dryRun(undefined)),
      dryRunChanges: os.sync.dryRunChanges.handler(({ input }) => engine().sync.dryRunChanges(input)),
      usage: os.sync.usage.handler(() => engine().sync.usage(undefined)),
    },
    mapping: {
      items: os.mapping.items.handler(() => engine().mapping.items(undefined)),
      choices: os.mapping.choices.handler(() => engine().mapping.choices(undefined)),
      lumoItems: os.mapping.lumoItems.handler(() => engine().mapping.lumoItems(undefined)),
      valueCount: os.mapping.valueCount.handler(({ input }) => engine().mapping.valueCount(input)),
      check: os.mapping.check.handler(({ input }) => engine().mapping.check(input)),
      add: os.mapping.add.handler(({ input }) => engine().mapping.add(input)),
      change: os.mapping.change.handler(({ input }) => engine().mapping.change(input)),
      remove: os.mapping.remove.handler(({ input }) => engine().mapping.remove(input)),
      applyToExisting: os.mapping.applyToExisting.handler(({ input }) => engine().mapping.applyToExisting(input)),
      preview: os.mapping.preview.handler(({ input }) => engine().mapping.preview(input)),
    },
    repair: {
      summary: os.repair.summary.handler(() => engine().repair.summary(undefined)),
      causes: os.repair.causes.handler(() => engine().repair.causes(undefined)),
      records: os.repair.records.handler(({ input }) => engine().repair.records(input)),
      record: os.repair.record.handler(({ input }) => engine().repair.record(input)),
      retry: os.repair.retry.handler(({ input }) => engine().repair.retry(input)),
      fixValue: os.repair.fixValue.handler(({ input }) => engine().repair.fixValue(input)),
      exclude: os.repair.exclude.handler(({ input }) => engine().repair.exclude(input)),
      exclusions: os.repair.exclusions.handler(({ input }) => engine().repair.exclusions(input)),
      include: os.repair.include.handler(({ input }) => engine().repair.include(input)),
    },
    contacts: {
      page: os.contacts.page.handler(({ input }) => engine().contacts.page(input)),
      get: os.contacts.get.handler(({ input }) => engine().contacts.get(input)),
      saveField: os.contacts.saveField.handler(({ input }) => engine().contacts.saveField(input)),
      provenance: os.contacts.provenance.handler(({ input }) => engine().contacts.provenance(input)),
      filterOptions: os.contacts.filterOptions.handler(() => engine().contacts.filterOptions(undefined)),
    },
    lists: {
      all: os.lists.all.handler(() => engine().lists.all(undefined)),
      refresh: os.lists.refresh.handler(() => engine().lists.refresh(undefined)),
      setSynced: os.lists.setSynced.handler(({ input }) => engine().lists.setSynced(input)),
      syncNow: os.lists.syncNow.handler(({ input }) => engine().lists.syncNow(input)),
      members: os.lists.members.handler(({ input }) => engine().lists.members(input)),
    },
    companies: {
      page: os.companies.page.handler(({ input }) => engine().companies.page(input)),
      get: os.companies.get.handler(({ input }) => engine().companies.get(input)),
      searchHubSpot: os.companies.searchHubSpot.handler(({ input }) => engine().companies.searchHubSpot(input)),
      groups: os.companies.groups.handler(({ input }) => engine().companies.groups(input)),
      tie: os.companies.tie.handler(({ input }) => engine().companies.tie(input)),
      untie: os.companies.untie.handler(({ input }) => engine().companies.untie(input)),
      createFor: os.companies.createFor.handler(({ input }) => engine().companies.createFor(input)),
    },
    records: {
      ofContact: os.records.ofContact.handler(({ input }) => engine().records.ofContact(input)),
      ofCompany: os.records.ofCompany.handler(({ input }) => engine().records.ofCompany(input)),
    },
    links: {
      candidates: os.links.candidates.handler(({ input }) => engine().links.candidates(input)),
      link: os.links.link.handler(({ input }) => engine().links.link(input)),
      unlink: os.links.unlink.handler(({ input }) => engine().links.unlink(input)),
      unlinked: os.links.unlinked.handler(({ input }) => engine().links.unlinked(input)),
      setAside: os.links.setAside.handler(({ input }) => engine().links.setAside(input)),
      createContact: os.links.createContact.handler(({ input }) => engine().links.createContact(input)),
      requestLink: os.links.requestLink.handler(({ input }) => engine().links.requestLink(input)),
      requests: os.links.requests.handler(({ input }) => engine().links.requests(input)),
      cancelRequest: os.links.cancelRequest.handler(({ input }) => engine().links.cancelRequest(input)),
    },
    troubleshoot: {
      run: os.troubleshoot.run.handler(() => engine().troubleshoot.run(undefined)),
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
      rawMessage: os.chat.rawMessage.handler(({ input }) => engine().chat.rawMessage(input)),
      members: os.chat.members.handler(({ input }) => engine().chat.members(input)),
      waiting: os.chat.waiting.handler(({ input }) => engine().chat.waiting(input)),
      sendNow: os.chat.sendNow.handler(({ input }) => engine().chat.sendNow(input)),
      reschedule: os.chat.reschedule.handler(({ input }) => engine().chat.reschedule(input)),
      outgoingFile: os.chat.outgoingFile.handler(({ input }) => engine().chat.outgoingFile(input)),
      removeFile: os.chat.removeFile.handler(({ input }) => engine().chat.removeFile(input)),
      assign: os.chat.assign.handler(({ input }) => engine().chat.assign(input)),
      notes: os.chat.notes.handler(({ input }) => engine().chat.notes(input)),
      addNote: os.chat.addNote.handler(({ input }) => engine().chat.addNote(input)),
      editNote: os.chat.editNote.handler(({ input }) => engine().chat.editNote(input)),
      removeNote: os.chat.removeNote.handler(({ input }) => engine().chat.removeNote(input)),
      unreadTotal: os.chat.unreadTotal.handler(() => engine().chat.unreadTotal(undefined)),
    },
    team: {
      agents: os.team.agents.handler(() => engine().team.agents(undefined)),
      setMyName: os.team.setMyName.handler(({ input }) => engine().team.setMyName(input)),
      onlookers: os.team.onlookers.handler(() => engine().team.onlookers(undefined)),
      look: os.team.look.handler(({ input }) => engine().team.look(input)),
      tags: os.team.tags.handler(() => engine().team.tags(undefined)),
      saveTag: os.team.saveTag.handler(({ input }) => engine().team.saveTag(input)),
      removeTag: os.team.removeTag.handler(({ input }) => engine().team.removeTag(input)),
      giveTag: os.team.giveTag.handler(({ input }) => engine().team.giveTag(input)),
      takeTag: os.team.takeTag.handler(({ input }) => engine().team.takeTag(input)),
      cannedReplies: os.team.cannedReplies.handler(() => engine().team.cannedReplies(undefined)),
      saveCannedReply: os.team.saveCannedReply.handler(({ input }) => engine().team.saveCannedReply(input)),
      removeCannedReply: os.team.removeCannedReply.handler(({ input }) => engine().team.removeCannedReply(input)),
      noteCannedReplyUsed: os.team.noteCannedReplyUsed.handler(({ input }) => engine().team.noteCannedReplyUsed(input)),
    },
    search: { query: os.search.query.handler(({ input }) => engine().search.query(input)) },
    events: { stream: os.events.stream.handler(({ signal }) => streamEvents(parts.subscribe, signal)) },
  });
}
