import type { ChatLog, ChatMessage } from './chat-log';
import type { CustomerActs } from './customer-acts';
import type { CustomerMessage } from './customer-message';
import { type Groups, isGroupId } from './groups';
import { isJsonObject, type JsonObject } from './messages/findings';
import { LineProblem } from './problems';

/** A tap: on the action at a path of the message object (`template.actions[1]`), or on the first one with this label. */
export interface Tap {
  readonly userId: string;
  readonly path?: string | undefined;
  readonly label?: string | undefined;
  /** What is chosen in the dialog that opens: a date or time, or the name of a sample photo. */
  readonly value?: string | undefined;
}

/** What a tap came to: what was sent, or what the phone opens or copies. */
export interface TapResult {
  readonly kind: string;
  readonly opens?: string;
  readonly copies?: string;
  readonly messages?: readonly ChatMessage[];
}

/** An action in a message object, with its path. */
export interface FoundAction {
  readonly path: string;
  readonly action: JsonObject;
}

const DATE_FORMS: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-\d\d-\d\d$/,
  time: /^\d\d:\d\d$/,
  datetime: /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d$/,
};
const HERE: CustomerMessage = {
  type: 'location',
  title: '渋谷駅',
  address: '東京都渋谷区道玄坂1-1-1',
  latitude: 35.658,
  longitude: 139.7016,
};

/** Every action of a message object: of buttons, pictures, areas and quick replies, in the order in which they stand. */
export function actionsOf(body: unknown, path = ''): FoundAction[] {
  if (Array.isArray(body)) return body.flatMap((entry, i) => actionsOf(entry, `${path}[${i}]`));
  if (!isJsonObject(body)) return [];
  return Object.entries(body).flatMap(([key, value]) => {
    const childPath = path === '' ? key : `${path}.${key}`;
    if ((key === 'action' || key === 'defaultAction') && isJsonObject(value)) {
      return [{ path: childPath, action: value }];
    }
    if (key === 'actions' && Array.isArray(value)) {
      return value.flatMap((entry, i) => (isJsonObject(entry) ? [{ path: `${childPath}[${i}]`, action: entry }] : []));
    }
    return actionsOf(value, childPath);
  });
}

/** Small values that are kept with the state. */
interface Notes {
  get(key: string): string | null;
  set(key: string, value: string): void;
}

function usedNote({ id }: ChatMessage): string {
  return `quick-reply-used:${id}`;
}

/** What customers' taps on buttons, areas and quick replies do (facts/line-api sections 6.2, 6.3 and 6.6). */
export class Taps {
  readonly #chatLog: ChatLog;
  readonly #groups: Groups;
  readonly #customers: CustomerActs;
  readonly #now: () => number;
  readonly #notes: Notes;

  constructor(parts: {
    readonly chatLog: ChatLog;
    readonly groups: Groups;
    readonly customers: CustomerActs;
    readonly now: () => number;
    readonly notes: Notes;
  }) {
    this.#notes = parts.notes;
    this.#chatLog = parts.chatLog;
    this.#groups = parts.groups;
    this.#customers = parts.customers;
    this.#now = parts.now;
  }

  /** Taps; throws 404 when the message or the action is not there, 409 when a quick reply is gone or the person is not in the chat. */
  async tap(messageId: string, { userId, path, label, value }: Tap): Promise<TapResult> {
    const message = this.#chatLog.find(messageId);
    if (message?.direction !== 'out' || !message.isDelivered) throw new LineProblem(404, 'There is no such message');
    const found = actionsOf(message.body).find((one) =>
      path === undefined ? one.action.label === label : one.path === path,
    );
    if (found === undefined) throw new LineProblem(404, 'There is nothing like that to tap on');
    const isInChat = isGroupId(message.chatId)
      ? this.#groups.memberIds(message.chatId).includes(userId)
      : message.chatId === userId;
    if (!isInChat) throw new LineProblem(409, 'This customer is not in the chat');
    const isQuickReply = found.path.startsWith('quickReply');
    if (isQuickReply && !this.hasQuickReplies(message)) throw new LineProblem(409, 'The quick replies are gone');
    const result = await this.#run(message, userId, found.action, value);
    if (isQuickReply) this.#notes.set(usedNote(message), 'used');
    return result;
  }

  /** Quick replies stand above the keyboard until somebody taps on one, or the next message comes. */
  hasQuickReplies(message: ChatMessage): boolean {
    const isThere = message.direction === 'out' && message.body.quickReply !== undefined;
    return isThere && this.#notes.get(usedNote(message)) === null && this.#isLast(message);
  }

  #isLast(message: ChatMessage): boolean {
    const last = this.#chatLog.chat(message.channelId, message.chatId, 20).findLast((one) => one.isDelivered);
    return last?.id === message.id;
  }

  async #run(message: ChatMessage, userId: string, action: JsonObject, value: string | undefined): Promise<TapResult> {
    const { channelId, chatId } = message;
    const kind = String(action.type);
    const text = (name: string) => (typeof action[name] === 'string' ? action[name] : '');
    const send = async (content: CustomerMessage): Promise<TapResult> => ({
      kind,
      messages: await this.#customers.send(channelId, userId, [content], chatId),
    });
    switch (kind) {
      case 'message':
        return send({ type: 'text', text: text('text') });
      case 'postback':
        await this.#customers.postback(channelId, userId, text('data'), {
          chatId,
          displayText: text('displayText') || undefined,
        });
        return { kind };
      case 'datetimepicker':
        await this.#customers.postback(channelId, userId, text('data'), {
          chatId,
          params: { [text('mode')]: this.#chosen(text('mode'), value ?? text('initial')) },
        });
        return { kind };
      case 'uri':
        return { kind, opens: text('uri') || text('linkUri') };
      case 'clipboard':
        return { kind, copies: text('clipboardText') };
      case 'camera':
      case 'cameraRoll':
        return send({ type: 'image', sample: value ?? 'mug-3' });
      case 'location':
        return send(HERE);
      default:
        return { kind };
    }
  }

  /** What was picked, or now, which is where the picker of a phone stands when it opens. */
  #chosen(mode: string, value: string): string {
    const now = new Date(this.#now()).toISOString();
    const picked = value || { date: now.slice(0, 10), time: now.slice(11, 16) }[mode] || now.slice(0, 16);
    if (DATE_FORMS[mode]?.test(picked) !== true) throw new LineProblem(400, `This is no ${mode}: ${picked}`);
    return picked;
  }
}
