import type { Findings, JsonObject } from './findings';

/** Where an action stands decides whether it needs a label and which types it may have (facts/line-api section 6.6). */
export type ActionPlace = 'template' | 'imageCarousel' | 'quickReply' | 'flex' | 'flexButton' | 'defaultAction';

const COMMON = ['postback', 'message', 'uri', 'datetimepicker', 'clipboard'] as const;
const QUICK_REPLY_ONLY = ['camera', 'cameraRoll', 'location'] as const;
const LABELS: Readonly<Record<ActionPlace, { max: number; isOptional: boolean }>> = {
  template: { max: 20, isOptional: false },
  imageCarousel: { max: 12, isOptional: true },
  quickReply: { max: 20, isOptional: false },
  flex: { max: 40, isOptional: true },
  flexButton: { max: 40, isOptional: false },
  defaultAction: { max: 40, isOptional: true },
};

/** Checks one action object. */
export function checkAction(findings: Findings, action: JsonObject, path: string, place: ActionPlace): void {
  const types: readonly string[] = place === 'quickReply' ? [...COMMON, ...QUICK_REPLY_ONLY] : COMMON;
  const type = findings.word(action, 'type', path, types);
  if (type === null) return;
  findings.text(action, 'label', path, { ...LABELS[place], count: 'graphemes' });
  switch (type) {
    case 'postback':
      findings.text(action, 'data', path, { max: 300 });
      findings.text(action, 'displayText', path, { max: 300, isOptional: true, count: 'graphemes' });
      findings.text(action, 'fillInText', path, { max: 300, isOptional: true, count: 'graphemes' });
      findings.word(action, 'inputOption', path, ['closeRichMenu', 'openRichMenu', 'openKeyboard', 'openVoice'], true);
      break;
    case 'message':
      findings.text(action, 'text', path, { max: 300, count: 'graphemes' });
      break;
    case 'uri':
      findings.text(action, 'uri', path, { max: 1_000, pattern: /^(https?:|line:|tel:)/ });
      break;
    case 'datetimepicker':
      findings.text(action, 'data', path, { max: 300 });
      findings.word(action, 'mode', path, ['date', 'time', 'datetime']);
      break;
    case 'clipboard':
      findings.text(action, 'clipboardText', path, { max: 1_000 });
      break;
  }
}
