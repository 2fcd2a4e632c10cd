import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '../../../../shared/errors/error-code';
import type { ChatMessage } from '../../../../shared/model/chat';
import type { ConversationId, MessageId } from '../../../../shared/model/ids';
import { rpc } from '../../../bridge/client';
import { useEngineEvent } from '../../../bridge/events';
import { problemOf } from '../../../bridge/problem';
import {
  addSent,
  appendPage,
  countNew,
  type MessageWindow,
  openWindow,
  patchWindow,
  prependPage,
  refreshWindow,
} from './message-window';
import { sendsAnswered } from './pending-sends';
import { messagePageSize, readAround, readNewest, readPage } from './read-messages';

/** How many events of one moment are answered with one read. */
const gatherMs = 40;

export interface Anchor {
  readonly id: MessageId | null;
  readonly turn: number;
}

/** What a thread shows and can do. */
export interface Thread {
  readonly window: MessageWindow | null;
  readonly problem: Problem | null;
  /** Customer messages that came since the person last stood at the newest one. */
  readonly newCount: number;
  readonly isLoadingOlder: boolean;
  readonly loadOlder: () => void;
  readonly loadNewer: () => void;
  /** The message that the window was opened around; `turn` rises with every jump. */
  readonly anchor: Anchor;
  /** Opens the window around a message that it does not hold. */
  readonly jump: (id: MessageId) => void;
  /** Shows the newest messages; resolves once they are held. */
  readonly toNewest: () => Promise<void>;
  readonly reload: () => void;
  readonly accept: (message: ChatMessage) => void;
  /** To be told when the newest message comes into view or leaves it. */
  readonly setAtNewest: (isAtNewest: boolean) => void;
}

/**
 * Holds the messages of one conversation. Guarantees: the window only ever grows at its ends or is replaced as a whole,
 * answers that arrive after a newer question are dropped, and an event is followed by a read that brings every held
 * message up to date. Use it under a `key` of the conversation and the target.
 */
export function useThread(conversationId: ConversationId, target: MessageId | null): Thread {
  const [held, setHeld] = useState<MessageWindow | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [newCount, setNewCount] = useState(0);
  const [isLoadingOlder, setLoadingOlder] = useState(false);
  const [anchor, setAnchor] = useState<Anchor>({ id: target, turn: 0 });
  const latest = useRef<MessageWindow | null>(null);
  /** Raised whenever the window is replaced: answers to earlier questions no longer fit. */
  const epoch = useRef(0);
  const isReading = useRef({ older: false, newer: false });
  const isAtNewest = useRef(true);

  const show = useCallback((next: MessageWindow): void => {
    latest.current = next;
    setHeld(next);
  }, []);

  const open = useCallback(
    async (around: MessageId | null, isJump: boolean): Promise<void> => {
      epoch.current += 1;
      const asked = epoch.current;
      try {
        await sendsAnswered();
        const page = await readPage(conversationId, { before: null, around });
        if (asked !== epoch.current) return;
        setProblem(null);
        setNewCount(0);
        if (isJump) setAnchor(({ turn }) => ({ id: around, turn: turn + 1 }));
        show(openWindow(page));
      } catch (error) {
        if (asked === epoch.current) setProblem(problemOf(error));
      }
    },
    [conversationId, show],
  );

  useEffect(() => {
    void open(target, false);
    return () => {
      epoch.current += 1;
    };
  }, [open, target]);

  const loadOlder = useCallback(() => {
    const window = latest.current;
    if (window === null || window.older === null || isReading.current.older) return;
    const asked = epoch.current;
    isReading.current.older = true;
    setLoadingOlder(true);
    readPage(conversationId, { before: window.older, around: null })
      .then((page) => {
        if (asked === epoch.current && latest.current !== null) show(prependPage(latest.current, page));
      })
      .catch((error: unknown) => setProblem(problemOf(error)))
      .finally(() => {
        isReading.current.older = false;
        setLoadingOlder(false);
      });
  }, [conversationId, show]);

  const loadNewer = useCallback(() => {
    const window = latest.current;
    if (window === null || window.newer === null || isReading.current.newer) return;
    const asked = epoch.current;
    isReading.current.newer = true;
    rpc.chat
      .newerMessages({ conversationId, after: window.newer, limit: messagePageSize })
      .then((page) => {
        if (asked === epoch.current && latest.current !== null) show(appendPage(latest.current, page));
      })
      .catch((error: unknown) => setProblem(problemOf(error)))
      .finally(() => {
        isReading.current.newer = false;
      });
  }, [conversationId, show]);

  const renewOnce = useCallback(async (): Promise<void> => {
    const asked = epoch.current;
    const before = latest.current;
    if (before === null) return;
    try {
      await sendsAnswered();
      if (before.newer === null) {
        const page = await readNewest(conversationId, before.messages.length + 1);
        if (asked !== epoch.current || latest.current === null) return;
        if (!isAtNewest.current) {
          const added = countNew(latest.current.messages, page.messages);
          setNewCount((count) => count + added);
        }
        show(refreshWindow(latest.current, page));
      } else {
        const middle = before.messages[Math.floor(before.messages.length / 2)];
        if (middle === undefined) return;
        const messages = await readAround(conversationId, middle.id);
        if (asked === epoch.current && latest.current !== null) show(patchWindow(latest.current, messages));
      }
    } catch {
      // What is shown stays; the next event or a reload reads again.
    }
  }, [conversationId, show]);

  /** One renewal at a time, so that an earlier answer never overwrites a later one. */
  const renewing = useRef<Promise<void>>(Promise.resolve());
  const renew = useCallback(() => {
    renewing.current = renewing.current.then(renewOnce);
  }, [renewOnce]);

  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  const renewSoon = (): void => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      renew();
    }, gatherMs);
  };
  useEngineEvent('conversationChanged', (event) => {
    if (event.conversationId === conversationId) renewSoon();
  });
  // When many conversations change at once, as after hours offline, they are not told one by one.
  useEngineEvent('stale', (event) => {
    if (event.topics.includes('conversations')) renewSoon();
  });
  useEngineEvent('messageArrived', (event) => {
    // At the live end the renewal counts; a window in the past only hears of new messages.
    if (event.conversationId === conversationId && latest.current?.newer !== null) setNewCount((count) => count + 1);
  });

  return {
    window: held,
    problem,
    newCount,
    isLoadingOlder,
    loadOlder,
    loadNewer,
    anchor,
    jump: useCallback((id: MessageId) => void open(id, true), [open]),
    toNewest: useCallback(async () => {
      if (latest.current?.newer !== null) await open(null, true);
      setNewCount(0);
    }, [open]),
    reload: useCallback(() => void open(target, false), [open, target]),
    accept: useCallback(
      (message: ChatMessage) => {
        if (latest.current !== null) show(addSent(latest.current, message));
      },
      [show],
    ),
    setAtNewest: useCallback((isAt: boolean) => {
      isAtNewest.current = isAt;
      if (isAt && latest.current?.newer === null) setNewCount(0);
    }, []),
  };
}
