import { LumoError } from '../../shared/errors/lumo-error';
import type { Note } from '../../shared/model/chat';
import { agentIdSchema, conversationIdSchema } from '../../shared/model/ids';
import type { ChatRef, WorkspaceChange } from '../../shared/relay-protocol';
import type { Clock } from '../core/clock';
import type { Ids } from '../core/ids';
import type { NoteRow } from '../storage/note-repository';
import { inTransaction, type Storage } from '../storage/storage';
import type { SharedRows } from './apply-change';
import type { ChangeOf, Team } from './team-types';

interface ActParts {
  rows: SharedRows;
  storage: Storage;
  clock: Clock;
  ids: Ids;
  me: Team['me'];
  make(change: WorkspaceChange): void;
}

/** What persons decide about a conversation, for all consoles: who is to answer, its status, private notes. */
export function createConversationActs({ rows, storage, clock, ids, me, make }: ActParts): Team['chat'] {
  const { agents, conversations, notes } = rows;

  const chatOf = (conversationId: number): ChatRef => {
    const chat = conversations.source(conversationId);
    if (chat === null) throw new LumoError('NOT_FOUND', { kind: 'conversation' });
    return chat;
  };
  const noteOf = (id: string): NoteRow => {
    const row = notes.get(id);
    if (row === null) throw new LumoError('NOT_FOUND', { kind: 'note' });
    return row;
  };
  const made = () => ({ at: clock.now(), by: me().agentId });
  const view = ({ conversationId, authorId, ...row }: NoteRow): Note => ({
    ...row,
    conversationId: conversationIdSchema.parse(String(conversationId)),
    authorId: authorId === null ? null : agentIdSchema.parse(authorId),
    isMine: authorId === me().agentId,
  });
  const changed = (row: NoteRow, to: Pick<ChangeOf<'note'>, 'text' | 'isGone'>): ChangeOf<'note'> => {
    const { at, by } = made();
    return {
      kind: 'note',
      noteId: row.id,
      chat: chatOf(row.conversationId),
      createdAt: row.createdAt,
      author: row.authorId,
      ...to,
      // an edit is told from the writing by its time, also within the same millisecond
      at: Math.max(at, row.createdAt + 1),
      by,
    };
  };

  return {
    async assign({ conversationId, agentId }) {
      const id = Number(conversationId);
      const chat = chatOf(id);
      if (agentId !== null && agents.get(agentId) === null) throw new LumoError('NOT_FOUND', { kind: 'agent' });
      if (conversations.row(id)?.assigneeId === agentId) return;
      make({ kind: 'assignment', chat, agentId, ...made() });
    },
    async setStatus({ conversationId, status }) {
      const id = Number(conversationId);
      const chat = chatOf(id);
      const before = conversations.doneUntil(id);
      const doneUntil = status === 'todo' ? before : Math.max(before, conversations.newestIncomingAt(id) ?? 0);
      if (conversations.row(id)?.status === status && doneUntil === before) return;
      make({ kind: 'status', chat, status, doneUntil, ...made() });
    },
    async notes({ conversationId }) {
      return notes.of(Number(conversationId)).map(view);
    },
    async addNote({ conversationId, text }) {
      const noteId = ids.ulid();
      const { at, by } = made();
      const chat = chatOf(Number(conversationId));
      make({ kind: 'note', noteId, chat, text, createdAt: at, author: by, isGone: false, at, by });
      return view(noteOf(noteId));
    },
    async editNote({ noteId, text }) {
      inTransaction(storage, () => make(changed(noteOf(noteId), { text, isGone: false })));
      return view(noteOf(noteId));
    },
    async removeNote({ noteId }) {
      inTransaction(storage, () => make(changed(noteOf(noteId), { text: '', isGone: true })));
    },
  };
}
