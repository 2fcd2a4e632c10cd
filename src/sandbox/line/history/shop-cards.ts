/** Stands for the host of the shop's pictures; whoever hands a stored message out puts the real address in its place. */
export const SAMPLE_HOST = 'https://samples.aozora.example';

const say = (label: string) => ({ type: 'message', label, text: label });

/** A picture of the account. */
export function shopPicture(subject: string): Record<string, unknown> {
  const file = `${SAMPLE_HOST}/${subject}-2`;
  return { type: 'image', originalContentUrl: `${file}.png`, previewImageUrl: `${file}-preview.png` };
}

/** A card with a button for each answer: title, text, answers. */
export function buttonsCard(title: string, text: string, answers: readonly string[]): Record<string, unknown> {
  return card(title, { type: 'buttons', title, text, actions: answers.map(say) });
}

/** A question with two answers. */
export function confirmCard(text: string, answers: readonly string[]): Record<string, unknown> {
  return card(text, { type: 'confirm', text, actions: answers.map(say) });
}

/** Goods side by side. */
export function goodsCarousel(altText: string, goods: readonly string[]): Record<string, unknown> {
  const columns = goods.slice(0, 3).map((title, i) => ({
    thumbnailImageUrl: `${SAMPLE_HOST}/${['mug', 'parcel', 'landscape'][i] ?? 'mug'}-${i}.png`,
    title,
    text: ['¥2,980', '¥4,400', '¥5,500'][i] ?? '¥3,300',
    actions: [
      { type: 'uri', label: '🔎', uri: `https://aozora.example/goods/${i + 1}` },
      { type: 'postback', label: '🛒', data: `buy=${i + 1}`, displayText: title },
    ],
  }));
  return card(altText, { type: 'carousel', columns });
}

/** A slip in Flex: heading, what, how much, when. */
export function slipFlex([heading = '', what = '', amount = '', when = '']: readonly string[]): Record<
  string,
  unknown
> {
  const text = (value: string, more: object = {}) => ({ type: 'text', text: value, wrap: true, ...more });
  const body = [
    text(what, { size: 'md' }),
    { type: 'separator', margin: 'md' },
    text(amount, { size: 'xl', weight: 'bold', margin: 'md', align: 'end' }),
    text(when, { size: 'sm', color: '#7a828c', align: 'end' }),
  ];
  const button = {
    type: 'button',
    style: 'primary',
    action: { type: 'uri', label: 'aozora.example', uri: 'https://aozora.example/slips' },
  };
  return {
    type: 'flex',
    altText: `${heading} ${what} ${amount}`,
    contents: {
      type: 'bubble',
      header: { type: 'box', layout: 'vertical', contents: [text(heading, { weight: 'bold', color: '#0a6b3b' })] },
      body: { type: 'box', layout: 'vertical', spacing: 'sm', contents: body },
      footer: { type: 'box', layout: 'vertical', contents: [button] },
    },
  };
}

/** The object with the shop's pictures at their real address. */
export function withSampleHost(body: Readonly<Record<string, unknown>>, baseUrl: string): Record<string, unknown> {
  const text = JSON.stringify(body);
  if (!text.includes(SAMPLE_HOST)) return { ...body };
  return JSON.parse(text.replaceAll(SAMPLE_HOST, baseUrl)) as Record<string, unknown>;
}

function card(altText: string, template: object): Record<string, unknown> {
  return { type: 'template', altText, template };
}
