/** What a scope lets the app do, in the words of the consent page. */
export type ScopeText = { readonly en: string; readonly ja: string };

const texts: Readonly<Record<string, ScopeText>> = {
  oauth: { en: 'Know which account it is connected to', ja: '接続先のアカウントを確認する' },
  'crm.objects.contacts.read': { en: 'See your contacts', ja: 'コンタクトを見る' },
  'crm.objects.contacts.write': {
    en: 'Create, change and delete contacts',
    ja: 'コンタクトを作成、変更、削除する',
  },
  'crm.schemas.contacts.read': { en: 'See which contact properties exist', ja: 'コンタクトのプロパティーの設定を見る' },
  'crm.schemas.contacts.write': {
    en: 'Create and change contact properties',
    ja: 'コンタクトのプロパティーを作成、変更する',
  },
  'crm.objects.companies.read': { en: 'See your companies', ja: '会社を見る' },
  'crm.objects.companies.write': { en: 'Create, change and delete companies', ja: '会社を作成、変更、削除する' },
  'crm.schemas.companies.read': { en: 'See which company properties exist', ja: '会社のプロパティーの設定を見る' },
  'crm.schemas.companies.write': {
    en: 'Create and change company properties',
    ja: '会社のプロパティーを作成、変更する',
  },
  'crm.objects.deals.read': { en: 'See your deals', ja: '取引を見る' },
  'crm.objects.deals.write': { en: 'Create, change and delete deals', ja: '取引を作成、変更、削除する' },
  'crm.schemas.deals.write': { en: 'Create and change deal properties', ja: '取引のプロパティーを作成、変更する' },
  'crm.schemas.deals.read': { en: 'See which deal properties exist', ja: '取引のプロパティーの設定を見る' },
  tickets: { en: 'See and change your tickets', ja: 'チケットを見る、変更する' },
  'crm.objects.owners.read': { en: 'See the users who own records', ja: 'レコードの担当者を見る' },
  'crm.lists.read': { en: 'See your segments', ja: 'セグメントを見る' },
  'crm.lists.write': { en: 'Create and change segments', ja: 'セグメントを作成、変更する' },
  automation: { en: 'Take part in your workflows', ja: 'ワークフローに参加する' },
  files: { en: 'Store files in your file manager', ja: 'ファイルマネージャーにファイルを保存する' },
  'conversations.read': { en: 'Read the conversations of your inbox', ja: '受信トレイの会話を読む' },
  'conversations.write': { en: 'Write in the conversations of your inbox', ja: '受信トレイの会話に書き込む' },
  'conversations.custom_channels.read': {
    en: 'See custom channels and their messages',
    ja: 'カスタムチャネルとそのメッセージを見る',
  },
  'conversations.custom_channels.write': {
    en: 'Connect custom channels and send messages through them',
    ja: 'カスタムチャネルを接続し、メッセージを送る',
  },
  'developer.webhooks_journal.read': { en: 'Read the journal of changes', ja: '変更のジャーナルを読む' },
  'developer.webhooks_journal.subscriptions.read': { en: 'See journal subscriptions', ja: 'ジャーナルの購読を見る' },
  'developer.webhooks_journal.subscriptions.write': {
    en: 'Change journal subscriptions',
    ja: 'ジャーナルの購読を変更する',
  },
};

/** Every scope that exists, with its consent text. */
export const scopeTexts: ReadonlyMap<string, ScopeText> = new Map(Object.entries(texts));
