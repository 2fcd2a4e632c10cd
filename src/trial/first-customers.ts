import { z } from 'zod';
import type { startSandbox } from '../sandbox/server';

type Sandbox = Pick<Awaited<ReturnType<typeof startSandbox>>, 'endpoints' | 'officialAccounts'>;

const customersSchema = z.array(z.object({ userId: z.string(), language: z.string(), state: z.string() }));
const LOOKED_AT = 60;

/** What customers ask, by the language of their phone; each question is asked once before one is repeated. */
const questions: Readonly<Record<string, readonly string[]>> = {
  ja: [
    'こんにちは。昨日注文した商品の配送状況を教えていただけますか？',
    'すみません、予約の時間を30分遅らせることはできますか🙏',
    '領収書を会社名で再発行していただきたいです。',
    'このワンピースのLサイズは入荷予定がありますか？',
    'ポイントカードを忘れてしまったのですが、後から付けられますか？',
  ],
  'zh-TW': ['您好，請問週末門市有營業嗎？', '想請問這款包包可以寄到台南嗎？'],
  th: ['สวัสดีค่ะ สินค้าที่สั่งไว้จะได้รับวันไหนคะ', 'ขอเปลี่ยนที่อยู่จัดส่งได้ไหมครับ'],
  en: ['Hi! Can I change the delivery address of my order?', 'Do you have this jacket in navy?'],
};

/**
 * Lets some customers of each Official Account write, as if the day had just begun, so that a new trial has chats that wait for an answer. Their
 * messages are real webhooks. Languages take turns.
 */
export async function letCustomersWrite({ endpoints, officialAccounts }: Sandbox, count: number): Promise<void> {
  const asked = new Map<string, number>();
  for (const [index, { channelId }] of officialAccounts.entries()) {
    const share = Math.floor(count / officialAccounts.length) + (index < count % officialAccounts.length ? 1 : 0);
    const base = `${endpoints.control}/line/accounts/${channelId}`;
    const answer = await fetch(`${base}/customers?limit=${LOOKED_AT}`);
    const friends = customersSchema.parse(await answer.json()).filter(({ state }) => state === 'following');
    for (const { userId, language } of inTurns(friends, share)) {
      const own = questions[language] ?? questions.en ?? [];
      const turn = asked.get(language) ?? 0;
      asked.set(language, turn + 1);
      const sent = await fetch(`${base}/send`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ userId, messages: [{ type: 'text', text: own[turn % own.length] }] }),
      });
      if (!sent.ok) throw new Error(`A customer of the sandbox could not write: ${await sent.text()}`);
    }
  }
}

/** Takes `count` people, one of each language after the other. */
function inTurns<Person extends { language: string }>(people: readonly Person[], count: number): Person[] {
  const byLanguage = new Map<string, Person[]>();
  for (const person of people) {
    const held = byLanguage.get(person.language);
    if (held === undefined) byLanguage.set(person.language, [person]);
    else held.push(person);
  }
  const taken: Person[] = [];
  for (let round = 0; taken.length < count && round < people.length; round++) {
    for (const held of byLanguage.values()) {
      const person = held[round];
      if (person !== undefined && taken.length < count) taken.push(person);
    }
  }
  return taken;
}
