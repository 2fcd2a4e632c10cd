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

const DATE_FORMS: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-\d\d-\d\d$/,
  time: /^\d\d:\d\d$/,
  datetime: /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d$/,
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
      checkAlternative(findings, action, path);
      break;
    case 'datetimepicker':
      findings.text(action, 'data', path, { max: 300 });
      checkDates(findings, action, path);
      break;
    case 'clipboard':
      findings.text(action, 'clipboardText', path, { max: 1_000 });
      break;
  }
}

/** Where a computer goes instead. */
function checkAlternative(findings: Findings, action: JsonObject, path: string): void {
  const alternative = findings.object(action, 'altUri', path, true);
  if (alternative === null) return;
  const rule = { max: 1_000, isOptional: true, pattern: /^(https?:|line:|tel:)/ };
  findings.text(alternative, 'desktop', `${path}.altUri`, rule);
}

/** The picker's first, earliest and latest date, each in the form of its mode and not against one another. */
function checkDates(findings: Findings, action: JsonObject, path: string): void {
  const mode = findings.word(action, 'mode', path, Object.keys(DATE_FORMS));
  const pattern = DATE_FORMS[mode ?? ''];
  if (pattern === undefined) return;
  const [initial, min, max] = ['initial', 'min', 'max'].map((name) =>
    findings.text(action, name, path, { max: 20, isOptional: true, pattern }),
  );
  if (min && max && min >= max) findings.add(`${path}.max`, 'Must be after min');
  if (initial && ((min && initial < min) || (max && initial > max))) {
    findings.add(`${path}.initial`, 'Must be between min and max');
  }
}
