import { el, messageBody } from '/message-view.js';
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
    $('notice').textContent = `${words().cannot}: ${problem.message}`;
    setTimeout(() => {
      $('notice').textContent = '';
    }, 4000);
  }
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
          el('span', { class: 'name' }, `${one.name} (${one.members.length})`),
          one.isBotInside ? null : el('span', { class: 'badge' }, words().botGone),
        ),
      ),
    ),
  );
}

/** Opens a group as one of its members: the chosen customer when that is one, else the first. */
async function chooseGroup(one) {
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
  const { name, pictureUrl, isBotInside, members } = group();
  $('account-picture').src = pictureUrl;
  $('account-name').textContent = name;
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

function showChat() {
  const shown = state.messages.filter((message) => message.isDelivered);
  const nodes = [];
  let lastDay = '';
  for (const message of shown) {
    if (day(message.at) !== lastDay) {
      lastDay = day(message.at);
      nodes.push(el('div', { class: 'day' }, lastDay));
    }
    nodes.push(bubble(message));
  }
  if (nodes.length === 0) nodes.push(el('div', { class: 'day' }, words().empty));
  if (state.isTyping) nodes.push(el('div', { class: 'row theirs' }, el('div', { class: 'bubble' }, words().typing)));
  const chat = $('chat');
  chat.replaceChildren(...nodes);
  chat.scrollTop = chat.scrollHeight;
}

function bubble(message) {
  const isMine = message.direction === 'in' && (state.groupId === null || message.userId === state.userId);
  const writer = group()?.members.find((member) => member.userId === message.userId);
  if (message.unsentAt !== null) return el('div', { class: 'day' }, words().unsentByMe);
  const sender = message.body.sender?.name;
  const face = message.direction === 'in' ? (writer?.pictureUrl ?? '') : account().pictureUrl;
  const name = message.direction === 'in' ? (writer?.displayName ?? '…') : account().displayName;
  const bare = ['sticker', 'image', 'template', 'location', 'imagemap', 'video'].includes(message.type);
  return el(
    'div',
    { class: `row ${isMine ? 'mine' : 'theirs'}`, 'data-id': message.id },
    isMine ? null : el('img', { class: 'face', src: face, alt: '', width: 30, height: 30 }),
    el(
      'div',
      { class: 'stack' },
      sender
        ? el('span', { class: 'sender' }, `${sender} (${account().displayName})`)
        : state.groupId && !isMine
          ? el('span', { class: 'sender' }, name)
          : null,
      el(
        'div',
        {
          class: `bubble ${bare ? 'bare' : ''}`,
          tabindex: isMine ? 0 : null,
          title: isMine ? words().unsend : null,
          ondblclick: isMine ? () => unsend(message) : null,
          onkeydown: isMine ? (event) => event.key === 'Delete' && unsend(message) : null,
        },
        messageBody(message, act, words()),
      ),
    ),
    el(
      'span',
      { class: 'meta' },
      isMine && message.readAt !== null ? el('span', {}, words().read) : null,
      el('span', {}, time(message.at)),
      isMine
        ? el(
            'button',
            { type: 'button', class: 'unsend', 'aria-label': words().unsend, onclick: () => unsend(message) },
            '⋯',
          )
        : null,
    ),
  );
}

function showQuickReplies() {
  const last = state.messages.filter((message) => message.isDelivered).at(-1);
  const items = last?.direction === 'out' ? (last.body.quickReply?.items ?? []) : [];
  $('quick-replies').replaceChildren(
    ...items.map((item) =>
      el('button', { type: 'button', class: 'chip', onclick: () => act(item.action) }, item.action?.label ?? ''),
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
  return attempt(() => api('POST', `${base()}/send`, { userId: state.userId, chatId: chatId(), messages }));
}

function unsend(message) {
  return attempt(() => api('POST', `/messages/${message.id}/unsend`, {}));
}

/** What a tap on a button of the Official Account does. */
function act(action) {
  if (action?.type === 'message') return send({ type: 'text', text: action.text });
  if (action?.type === 'postback') {
    return attempt(async () => {
      await api('POST', `${base()}/postback`, { userId: state.userId, data: action.data });
      if (action.displayText) await send({ type: 'text', text: action.displayText });
    });
  }
  if (action?.type === 'uri' && /^https?:/.test(action.uri)) openLink(action.uri);
  return undefined;
}

/** LINE opens links inside itself. The pages of an account link lead back to the phone, so they take its place; others get a window. */
function openLink(address) {
  if (new URL(address).searchParams.has('linkToken')) location.assign(address);
  else window.open(address, '_blank', 'noopener,noreferrer');
}

function openSheet(...children) {
  const sheet = $('sheet');
  sheet.replaceChildren(...children);
  sheet.hidden = false;
}

async function openStickers() {
  const packages = await api('GET', '/stickers');
  openSheet(
    el(
      'div',
      { class: 'grid' },
      ...packages.slice(0, 6).flatMap(({ packageId, stickers }) =>
        stickers.slice(0, 8).map(({ stickerId, word }) =>
          el(
            'button',
            {
              type: 'button',
              class: 'tile',
              'aria-label': word,
              onclick: () => send({ type: 'sticker', packageId, stickerId, keywords: [word] }),
            },
            el('img', {
              src: `/api/stickers/${packageId}/${stickerId}`,
              alt: '',
              width: 64,
              height: 64,
              loading: 'lazy',
            }),
          ),
        ),
      ),
    ),
  );
}

const PLACES = [
  { title: '渋谷駅', address: '東京都渋谷区道玄坂1-1-1', latitude: 35.658, longitude: 139.7016 },
  { title: '台北101', address: '台北市信義區信義路五段7號', latitude: 25.0339, longitude: 121.5645 },
  { title: 'สยาม', address: 'ปทุมวัน กรุงเทพฯ', latitude: 13.7456, longitude: 100.5341 },
];

async function openMore() {
  const samples = await api('GET', '/samples');
  openSheet(
    el('h3', {}, words().photos),
    el(
      'div',
      { class: 'grid photos' },
      ...samples.map((subject, i) =>
        el(
          'button',
          {
            type: 'button',
            class: 'tile',
            'aria-label': subject,
            onclick: () => send({ type: 'image', sample: `${subject}-${i}` }),
          },
          el('img', { src: `/api/samples/${subject}-${i}`, alt: '', width: 88, height: 66 }),
        ),
      ),
    ),
    el('button', { type: 'button', class: 'line', onclick: () => $('file').click() }, `🖼 ${words().ownPhoto}`),
    el('h3', {}, words().location),
    ...PLACES.map((place) =>
      el(
        'button',
        { type: 'button', class: 'line', onclick: () => send({ type: 'location', ...place }) },
        `📍 ${place.title}`,
      ),
    ),
  );
}

async function sendFile(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  await send({ type: 'image', contentType: file.type, bytes: btoa(binary) });
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
  if (name === '' || !state.userId) return;
  attempt(async () => {
    // The chosen customer makes the group, and brings two others who are in sight.
    const others = (await api('GET', `${base()}/customers?limit=3`)).map((customer) => customer.userId);
    const memberIds = [...new Set([state.userId, ...others])].slice(0, 3);
    const { groupId } = await api('POST', `${base()}/groups`, { name, memberIds });
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
  $('text').value = '';
  send({ type: 'text', text });
});
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
$('file').addEventListener('change', () => {
  const [file] = $('file').files;
  if (file) attempt(() => sendFile(file));
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
