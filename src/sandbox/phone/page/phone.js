import { el, linkedFile } from '/el.js';
import { messageBody } from '/message-view.js';
import { dateSheet, messageOfFile, moreSheet, photoSheet, stickerSheet } from '/sheets.js';
import { partsOf } from '/typed-text.js';
import { WORDS } from '/words.js';

const $ = (id) => document.getElementById(id);
const store = {
  get: (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set: (key, value) => {
    try {
      localStorage.setItem(key, value);
    } catch {
      // A page without storage just forgets the choice.
    }
  },
};
const asked = new URLSearchParams(location.search);
const state = {
  language: asked.get('lang') ?? store.get('language') ?? (navigator.language.startsWith('ja') ? 'ja' : 'en'),
  theme: asked.get('theme') ?? store.get('theme') ?? 'auto',
  accounts: [],
  account: asked.get('account'),
  userId: asked.get('user'),
  groupId: asked.get('group'),
  groups: [],
  customer: null,
  messages: [],
  /** The message that the next one quotes, or whose text is being changed. */
  quoted: null,
  edited: null,
};
const words = () => WORDS[state.language] ?? WORDS.en;
const time = (at) => new Intl.DateTimeFormat(state.language, { hour: '2-digit', minute: '2-digit' }).format(at);
const day = (at) =>
  new Date(at).toDateString() === new Date().toDateString()
    ? words().today
    : new Intl.DateTimeFormat(state.language, { month: 'short', day: 'numeric', weekday: 'short' }).format(at);

async function api(method, path, body) {
  const answer = await fetch(`/api${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(json.message ?? String(answer.status));
  return json;
}

/** Runs something a person asked for and says so when it fails. */
async function attempt(action) {
  try {
    await action();
  } catch (problem) {
    say(`${words().cannot}: ${problem.message}`, true);
  }
}

function say(text, isProblem = false) {
  const notice = $('notice');
  notice.textContent = text;
  notice.classList.toggle('problem', isProblem);
  setTimeout(() => {
    notice.textContent = '';
  }, 4000);
}

function applyWords() {
  document.documentElement.lang = state.language;
  for (const node of document.querySelectorAll('[data-word]')) node.textContent = words()[node.dataset.word];
  for (const node of document.querySelectorAll('[data-word-label]'))
    node.setAttribute('aria-label', words()[node.dataset.wordLabel]);
  for (const node of document.querySelectorAll('[data-word-placeholder]'))
    node.placeholder = words()[node.dataset.wordPlaceholder];
  $('language').textContent = words().switchTo;
}

function applyTheme() {
  document.documentElement.dataset.theme = state.theme;
}

async function loadAccounts() {
  state.accounts = await api('GET', '/accounts');
  if (!state.accounts.some((account) => account.channelId === state.account))
    state.account = state.accounts[0]?.channelId ?? null;
  $('account').replaceChildren(
    ...state.accounts.map((account) =>
      el('option', { value: account.channelId, selected: account.channelId === state.account }, account.displayName),
    ),
  );
}

const account = () => state.accounts.find((one) => one.channelId === state.account);
const base = () => `/accounts/${state.account}`;
const group = () => state.groups.find((one) => one.groupId === state.groupId);
const isChosen = (customer) => state.groupId === null && customer.userId === state.userId;
const chatId = () => state.groupId ?? state.userId;
/** A room has no name of its own. */
const groupName = (one) => one.name || one.members.map((member) => member.displayName).join(', ') || words().room;

async function loadGroups() {
  state.groups = await api('GET', `${base()}/groups`);
  if (state.groupId && !group()) state.groupId = null;
  $('groups').replaceChildren(
    ...state.groups.map((one) =>
      el(
        'li',
        {},
        el(
          'button',
          {
            type: 'button',
            class: `customer ${one.groupId === state.groupId ? 'chosen' : ''}`,
            'aria-current': one.groupId === state.groupId ? 'true' : null,
            onclick: () => attempt(() => chooseGroup(one)),
          },
          el('img', { src: one.pictureUrl, alt: '', width: 34, height: 34, loading: 'lazy' }),
          el('span', { class: 'name' }, `${groupName(one)} (${one.members.length})`),
          one.isBotInside ? null : el('span', { class: 'badge' }, words().botGone),
        ),
      ),
    ),
  );
}

/** Opens a group as one of its members: the chosen customer when that is one, else the first. */
async function chooseGroup(one) {
  leaveContext();
  state.groupId = one.groupId;
  if (!one.members.some((member) => member.userId === state.userId)) state.userId = one.members[0]?.userId ?? null;
  $('sheet').hidden = true;
  await loadGroups();
  await loadChat();
  await loadCustomers();
}

async function loadCustomers() {
  const found = await api('GET', `${base()}/customers?limit=60&q=${encodeURIComponent($('search').value.trim())}`);
  // Somebody new has written to nobody yet and would stand last: the chosen one is always in sight.
  const isChosenShown = found.some((customer) => customer.userId === state.userId);
  const shown = state.customer && !isChosenShown && $('search').value === '' ? [state.customer, ...found] : found;
  $('customers').replaceChildren(
    ...shown.map((customer) =>
      el(
        'li',
        {},
        el(
          'button',
          {
            type: 'button',
            class: `customer ${isChosen(customer) ? 'chosen' : ''}`,
            'aria-current': isChosen(customer) ? 'true' : null,
            onclick: () => attempt(() => choose(customer.userId)),
          },
          customer.pictureUrl
            ? el('img', { src: customer.pictureUrl, alt: '', width: 34, height: 34, loading: 'lazy' })
            : el('span', { class: 'no-picture' }, '👤'),
          el('span', { class: 'name' }, customer.displayName),
          customer.state === 'following'
            ? null
            : el('span', { class: 'badge' }, customer.state === 'blocked' ? words().blocked : '–'),
        ),
      ),
    ),
  );
  if (!state.userId && found[0]) await choose(found[0].userId);
}

async function choose(userId) {
  leaveContext();
  state.userId = userId;
  state.groupId = null;
  $('sheet').hidden = true;
  await loadGroups();
  await loadChat();
  await loadCustomers();
}

async function loadChat() {
  if (!state.userId || !state.account) return;
  const wanted = state.userId;
  const wantedChat = chatId();
  const [customer, chat] = await Promise.all([
    api('GET', `${base()}/customers/${wanted}`),
    api('GET', `${base()}/chats/${wantedChat}/messages?limit=120`),
  ]);
  if (wanted !== state.userId || wantedChat !== chatId()) return;
  state.customer = customer;
  // What was sent to somebody who blocked the account never reaches the phone.
  state.messages = chat.messages;
  state.isTyping = chat.isTyping;
  show();
}

function show() {
  showHead();
  showChat();
  showQuickReplies();
  showInspector();
}

function showHead() {
  if (state.groupId) {
    showGroupHead();
    return;
  }
  $('member-row').hidden = true;
  const { state: friendship } = state.customer;
  const isFriend = friendship === 'following';
  $('account-picture').src = account().pictureUrl;
  $('account-name').textContent = account().displayName;
  $('friend-state').textContent = isFriend
    ? words().friend
    : friendship === 'blocked'
      ? words().blocked
      : words().notFriend;
  $('friend-action').textContent = isFriend
    ? words().block
    : friendship === 'blocked'
      ? words().unblock
      : words().addFriend;
  $('friend-action').className = isFriend ? 'pill' : 'pill primary';
  const isBlocked = friendship === 'blocked';
  for (const id of ['text', 'send', 'more', 'stickers']) $(id).disabled = isBlocked;
  $('text').placeholder = isBlocked ? words().isBlocked : words().write;
}

/** The head of a group: who plays, and whether the account is inside. */
function showGroupHead() {
  const { pictureUrl, isBotInside, members } = group();
  $('account-picture').src = pictureUrl;
  $('account-name').textContent = groupName(group());
  $('friend-state').textContent = isBotInside ? words().inGroup(members.length) : words().botGone;
  $('friend-action').textContent = isBotInside ? words().removeBot : words().inviteBot;
  $('friend-action').className = isBotInside ? 'pill' : 'pill primary';
  $('member-row').hidden = false;
  const select = $('member');
  // An open list must not vanish because somebody wrote.
  const isSame = members.length === select.length && members.every((one, i) => one.userId === select.options[i].value);
  if (!isSame) {
    select.replaceChildren(...members.map((one) => el('option', { value: one.userId }, one.displayName)));
  }
  select.value = state.userId;
  for (const id of ['text', 'send', 'more', 'stickers']) $(id).disabled = members.length === 0;
  $('text').placeholder = words().write;
}

/** Bubbles that are on the page, with what they were drawn from: one that has not changed stays, and goes on playing. */
let drawnBubbles = new Map();

function showChat() {
  const shown = state.messages.filter((message) => message.isDelivered);
  const nodes = [];
  const kept = new Map();
  let lastDay = '';
  for (const message of shown) {
    if (day(message.at) !== lastDay) {
      lastDay = day(message.at);
      nodes.push(el('div', { class: 'day' }, lastDay));
    }
    const source = JSON.stringify([message, state.language, state.userId, state.groupId, group()?.members]);
    const drawn = drawnBubbles.get(message.id);
    const node = drawn?.source === source ? drawn.node : bubble(message);
    kept.set(message.id, { source, node });
    nodes.push(node);
  }
  const hasNews = [...kept.keys()].at(-1) !== [...drawnBubbles.keys()].at(-1);
  drawnBubbles = kept;
  if (nodes.length === 0) nodes.push(el('div', { class: 'day' }, words().empty));
  if (state.isTyping) nodes.push(el('div', { class: 'row theirs' }, el('div', { class: 'bubble' }, words().typing)));
  const chat = $('chat');
  const isAtEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 80;
  // A node that is taken out and put in again stops playing: only what differs is touched.
  const isSame = nodes.length === chat.children.length && nodes.every((node, i) => node === chat.children[i]);
  if (!isSame) replaceDifferent(chat, nodes);
  if (hasNews || isAtEnd) chat.scrollTop = chat.scrollHeight;
}

function replaceDifferent(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, i) => {
    if (parent.children[i] !== node) parent.insertBefore(node, parent.children[i] ?? null);
  });
}

const writerOf = (userId) => group()?.members.find((member) => member.userId === userId);
/** Who wrote a message, as its reader sees it. */
const nameOfWriter = ({ direction, userId }) =>
  direction === 'out' ? account().displayName : (writerOf(userId)?.displayName ?? state.customer?.displayName ?? '…');
const kindOf = (type) => words().kinds[type] ?? type;

const tools = () => ({
  words: words(),
  tap: (message, path, action) => attempt(() => tap(message, path, action)),
  open: openLink,
  watched: (message) => attempt(() => api('POST', `/messages/${message.id}/watch`, {})),
  nameOf: ({ type, userId }) => (type === 'all' ? 'All' : (writerOf(userId)?.displayName ?? '…')),
});

function bubble(message) {
  const isMine = message.direction === 'in' && (state.groupId === null || message.userId === state.userId);
  if (message.unsentAt !== null) {
    return el('div', { class: 'day' }, isMine ? words().unsentByMe : words().unsentBy(nameOfWriter(message)));
  }
  const { sender } = message.body;
  const ownFace = message.direction === 'in' ? (writerOf(message.userId)?.pictureUrl ?? '') : account().pictureUrl;
  const face = sender?.iconUrl ? linkedFile(message, 'sender.iconUrl') : ownFace;
  const bare = ['sticker', 'image', 'template', 'location', 'imagemap', 'video', 'audio', 'flex'].includes(
    message.type,
  );
  // An imagemap has five files that mostly fail together.
  const broken = new Map(
    message.media.filter((file) => file.state === 'broken').map((file) => [file.detail ?? file.problem, file.url]),
  );
  return el(
    'div',
    { class: `row ${isMine ? 'mine' : 'theirs'}`, 'data-id': message.id, 'data-type': message.type },
    isMine ? null : el('img', { class: 'face', src: face, alt: '', width: 30, height: 30 }),
    el(
      'div',
      { class: 'stack' },
      sender?.name
        ? el('span', { class: 'sender' }, `${sender.name} (${account().displayName})`)
        : state.groupId && !isMine
          ? el('span', { class: 'sender' }, nameOfWriter(message))
          : null,
      el(
        'div',
        {
          class: `bubble ${bare ? 'bare' : ''}`,
          tabindex: isMine ? 0 : null,
          title: isMine ? words().unsend : null,
          ondblclick: isMine ? () => unsend(message) : null,
          onkeydown: isMine
            ? (event) => event.target === event.currentTarget && event.key === 'Delete' && unsend(message)
            : null,
        },
        message.quote ? quoteOf(message.quote) : null,
        messageBody(message, tools()),
      ),
      ...[...broken].map(([why, url]) =>
        el('span', { class: 'warn small', title: url }, `⚠ ${words().broken}: ${why}`),
      ),
    ),
    el(
      'span',
      { class: 'meta' },
      isMine && message.readAt !== null ? el('span', {}, words().read) : null,
      message.editedAt ? el('span', {}, words().edited) : null,
      el('span', {}, time(message.at)),
      el('span', { class: 'tools' }, ...toolsOf(message, isMine)),
    ),
  );
}

/** What can be done with a bubble: quote it, change it (LINE tells edits in groups), take it back. */
function toolsOf(message, isMine) {
  const tool = (name, sign, label, onclick) =>
    el('button', { type: 'button', class: `tool ${name}`, 'aria-label': label, title: label, onclick }, sign);
  const canQuote = ['text', 'textV2', 'sticker', 'image', 'video', 'template', 'flex'].includes(message.type);
  const canEdit = isMine && message.type === 'text' && state.groupId?.startsWith('C');
  return [
    canQuote ? tool('quote', '↩', words().quote, () => enterContext({ quoted: message })) : null,
    canEdit ? tool('edit', '✎', words().edit, () => enterContext({ edited: message })) : null,
    isMine ? tool('unsend', '⋯', words().unsend, () => unsend(message)) : null,
  ];
}

function quoteOf(quote) {
  const jump = () => document.querySelector(`[data-id="${quote.id}"]`)?.scrollIntoView({ block: 'center' });
  return el(
    'button',
    { type: 'button', class: 'quoted', onclick: jump },
    el('strong', {}, nameOfWriter(quote)),
    el('span', {}, quote.text ?? kindOf(quote.type)),
  );
}

/** Above the composer: which message is quoted, or changed. */
function enterContext({ quoted = null, edited = null }) {
  state.quoted = quoted;
  state.edited = edited;
  const subject = quoted ?? edited;
  $('context').hidden = false;
  $('context-text').textContent =
    `${quoted ? words().quoting : words().editing}: ${subject.body.text ?? kindOf(subject.type)}`;
  if (edited) $('text').value = edited.body.text;
  $('text').focus();
}

/** An edit is over when it is sent; a quote stays until LINE has taken the message. */
function leaveContextOfEdit() {
  if (state.edited) leaveContext();
}

function leaveContext() {
  if (state.edited) $('text').value = '';
  state.quoted = null;
  state.edited = null;
  $('context').hidden = true;
}

function showQuickReplies() {
  const last = state.messages.filter((message) => message.isDelivered).at(-1);
  const items = last?.hasQuickReplies ? (last.body.quickReply?.items ?? []) : [];
  $('quick-replies').replaceChildren(
    ...items.map((item, i) =>
      el(
        'button',
        {
          type: 'button',
          class: 'chip',
          onclick: () => attempt(() => tap(last, `quickReply.items[${i}].action`, item.action)),
        },
        item.imageUrl
          ? el('img', { src: linkedFile(last, `quickReply.items[${i}].imageUrl`), alt: '', width: 18, height: 18 })
          : null,
        item.action?.label ?? '',
      ),
    ),
  );
}

function showInspector() {
  const { used, quota, endpoint } = account();
  const facts = [
    [words().userId, state.userId],
    [words().other, state.customer.language],
    [words().quota, `${used} / ${quota ?? words().noLimit}`],
    [words().endpoint, endpoint ?? words().none],
  ];
  $('facts').replaceChildren(...facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
  $('log').replaceChildren(
    ...state.messages
      .slice(-40)
      .reverse()
      .map((message) =>
        el(
          'li',
          { class: message.direction === 'in' ? 'in' : message.sentBy },
          el('span', { class: 'how' }, message.direction === 'in' ? words().received : words()[message.sentBy]),
          message.isDelivered ? null : el('span', { class: 'how warn' }, words().notDelivered),
          el('span', { class: 'what' }, message.body.text ?? message.body.altText ?? message.type),
          el('span', { class: 'when' }, time(message.at)),
        ),
      ),
  );
}

function send(...messages) {
  $('sheet').hidden = true;
  const quotedMessageId = state.quoted?.id;
  const [first, ...others] = messages;
  const canQuote = quotedMessageId !== undefined && (first.type === 'text' || first.type === 'sticker');
  const contents = canQuote ? [{ ...first, quotedMessageId }, ...others] : messages;
  return attempt(async () => {
    await api('POST', `${base()}/send`, { userId: state.userId, chatId: chatId(), messages: contents });
    leaveContext();
  });
}

/** Everybody who can be mentioned here, nobody outside groups. */
function people() {
  if (state.groupId === null) return [];
  const others = group().members.filter((member) => member.userId !== state.userId);
  return [
    { name: account().displayName, mention: 'account' },
    { name: 'All', mention: 'all' },
    ...others.map(({ displayName, userId }) => ({ name: displayName, mention: { userId } })),
  ];
}

/** What was typed: plain text as such, else its parts. */
function typed(text) {
  const parts = partsOf(text, people());
  return parts.every((part) => part.text !== undefined) ? { text } : { parts };
}

function unsend(message) {
  return attempt(() => api('POST', `/messages/${message.id}/unsend`, {}));
}

/** What a tap on a button of the Official Account does; a date or a photo is chosen first. */
async function tap(message, path, action) {
  const run = async (value) => {
    $('sheet').hidden = true;
    const { opens, copies } = await api('POST', `/messages/${message.id}/tap`, { userId: state.userId, path, value });
    await loadChat();
    if (opens) openLink(opens);
    if (copies) await copy(copies);
  };
  const choose = (value) => attempt(() => run(value));
  if (action.type === 'datetimepicker') openSheet(...dateSheet(action, words(), choose));
  else if (action.type === 'camera' || action.type === 'cameraRoll')
    openSheet(...(await photoSheet(api, words(), choose)));
  else await run();
}

async function copy(text) {
  await navigator.clipboard?.writeText(text).catch(() => undefined);
  say(`${words().copied}: ${text}`);
}

/** LINE opens links inside itself. The pages of an account link lead back to the phone, so they take its place; others get a window. */
function openLink(address) {
  if (!/^https?:/.test(address)) say(`${words().opens}: ${address}`);
  else if (new URL(address).searchParams.has('linkToken')) location.assign(address);
  else window.open(address, '_blank', 'noopener,noreferrer');
}

function openSheet(...children) {
  const sheet = $('sheet');
  sheet.replaceChildren(...children);
  sheet.hidden = false;
}

/** Puts something into the text where the cursor is. */
function insert(text) {
  const field = $('text');
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
  field.focus();
}

const sheetTools = () => ({
  api,
  send,
  insert,
  words: words(),
  people: people(),
  pickFiles: () => $('file').click(),
});
const openStickers = async () => openSheet(...(await stickerSheet(sheetTools())));
const openMore = async () => openSheet(...(await moreSheet(sheetTools())));

/** Sends files of one's own; several pictures go together, as from a phone's album. */
async function sendFiles(files) {
  const messages = await Promise.all(files.map(messageOfFile));
  const images = messages.filter((message) => message.type === 'image');
  const others = messages.filter((message) => message.type !== 'image');
  if (images.length < 2) await send(...messages);
  else
    await send(
      { type: 'imageSet', images: images.map(({ contentType, bytes }) => ({ contentType, bytes })) },
      ...others,
    );
}

$('account').addEventListener('change', () =>
  attempt(async () => {
    state.account = $('account').value;
    state.groupId = null;
    await loadGroups();
    await loadChat();
    await loadCustomers();
  }),
);
let searching;
$('search').addEventListener('input', () => {
  clearTimeout(searching);
  searching = setTimeout(() => attempt(loadCustomers), 150);
});
$('stranger').addEventListener('submit', (event) => {
  event.preventDefault();
  const displayName = $('stranger-name').value.trim();
  if (displayName === '') return;
  attempt(async () => {
    const { userId } = await api('POST', '/customers', { displayName, language: state.language });
    $('stranger-name').value = '';
    $('search').value = '';
    await choose(userId);
  });
});
$('group-new').addEventListener('submit', (event) => {
  event.preventDefault();
  const name = $('group-name').value.trim();
  if (!state.userId) return;
  attempt(async () => {
    // The chosen customer makes the group, and brings two others who are in sight.
    const others = (await api('GET', `${base()}/customers?limit=3`)).map((customer) => customer.userId);
    const memberIds = [...new Set([state.userId, ...others])].slice(0, 3);
    const { groupId } = await api('POST', `${base()}/groups`, { name: name || undefined, memberIds });
    $('group-name').value = '';
    await loadGroups();
    const made = state.groups.find((one) => one.groupId === groupId);
    if (made) await chooseGroup(made);
  });
});
$('member').addEventListener('change', () =>
  attempt(async () => {
    state.userId = $('member').value;
    await loadChat();
  }),
);
$('friend-action').addEventListener('click', () =>
  attempt(async () => {
    if (state.groupId) {
      await api('POST', `/groups/${state.groupId}/${group().isBotInside ? 'remove-bot' : 'invite-bot'}`, {});
      await loadGroups();
      await loadChat();
      return;
    }
    await api('POST', `${base()}/${state.customer.state === 'following' ? 'block' : 'follow'}`, {
      userId: state.userId,
    });
    await loadChat();
    await loadCustomers();
  }),
);
$('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = $('text').value;
  if (text.trim() === '') return;
  const { edited } = state;
  leaveContextOfEdit();
  $('text').value = '';
  if (edited) attempt(() => api('POST', `/messages/${edited.id}/edit`, typed(text)));
  else send({ type: 'text', ...typed(text) });
});
$('context-close').addEventListener('click', leaveContext);
$('text').addEventListener('keydown', (event) => {
  // Enter that ends an IME conversion must not send.
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
    event.preventDefault();
    $('composer').requestSubmit();
  }
});
const toggleSheet = (open) => {
  if ($('sheet').hidden) attempt(open);
  else $('sheet').hidden = true;
};
$('stickers').addEventListener('click', () => toggleSheet(openStickers));
$('more').addEventListener('click', () => toggleSheet(openMore));
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  if ($('sheet').hidden) leaveContext();
  $('sheet').hidden = true;
});
$('file').addEventListener('change', () => {
  const files = [...$('file').files];
  if (files.length > 0) attempt(() => sendFiles(files));
  $('file').value = '';
});
$('language').addEventListener('click', () => {
  state.language = state.language === 'ja' ? 'en' : 'ja';
  store.set('language', state.language);
  applyWords();
  if (state.customer) show();
});
$('theme').addEventListener('click', () => {
  const isDark =
    state.theme === 'dark' || (state.theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  state.theme = isDark ? 'light' : 'dark';
  store.set('theme', state.theme);
  applyTheme();
});

function listen() {
  const changes = new EventSource('/api/changes');
  let isWaiting = false;
  changes.addEventListener('ready', () => attempt(loadChat));
  changes.addEventListener('chat', (event) => {
    const { channelId, chatId: changed } = JSON.parse(event.data);
    if (channelId !== state.account || isWaiting) return;
    isWaiting = true;
    setTimeout(async () => {
      isWaiting = false;
      await attempt(async () => {
        await loadAccounts();
        await loadGroups();
        if (changed === chatId()) await loadChat();
        await loadCustomers();
      });
    }, 60);
  });
}

const tick = () => {
  $('clock').textContent = time(Date.now());
};
applyTheme();
applyWords();
tick();
setInterval(tick, 10_000);
attempt(async () => {
  await loadAccounts();
  await loadGroups();
  const opened = group();
  if (opened) await chooseGroup(opened);
  else if (state.userId) await loadChat();
  await loadCustomers();
  listen();
});
