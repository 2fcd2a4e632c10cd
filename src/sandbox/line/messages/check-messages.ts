import { checkAction } from './actions';
import { Findings, isJsonObject, type JsonObject } from './findings';
import { checkFlexContainer } from './flex';
import { checkImagemap } from './imagemap';
import { isSendableSticker } from './sendable-stickers';
import { checkTemplate } from './template';
import { checkText, checkTextV2 } from './text';

const TYPES = [
  'text',
  'textV2',
  'sticker',
  'image',
  'video',
  'audio',
  'location',
  'imagemap',
  'template',
  'flex',
  'coupon',
];
const RESERVED_SENDER_NAMES = /^line$|line official|ライン公式/i;

/** Checks the `messages` of a sending request: 1 to 5 objects, each by the limits of facts/line-api section 6. */
export function checkMessages(body: JsonObject, findings = new Findings()): Findings {
  const value = body.messages;
  if (!Array.isArray(value)) {
    findings.add('messages', 'May not be empty');
    return findings;
  }
  if (value.length < 1 || value.length > 5) findings.add('messages', 'Size must be between 1 and 5');
  value.forEach((message: unknown, i) => {
    if (isJsonObject(message)) checkMessage(findings, message, `messages[${i}]`);
    else findings.add(`messages[${i}]`, 'Must be an object');
  });
  return findings;
}

function checkMessage(findings: Findings, message: JsonObject, path: string): void {
  const type = findings.word(message, 'type', path, TYPES);
  switch (type) {
    case 'text':
      checkText(findings, message, path);
      break;
    case 'textV2':
      checkTextV2(findings, message, path);
      break;
    case 'sticker': {
      const packageId = findings.text(message, 'packageId', path, { max: 20, pattern: /^\d+$/ });
      const stickerId = findings.text(message, 'stickerId', path, { max: 20, pattern: /^\d+$/ });
      if (packageId !== null && stickerId !== null && !isSendableSticker(packageId, stickerId)) {
        findings.add(path, 'The sticker is not sendable');
      }
      break;
    }
    case 'image':
    case 'video':
      findings.url(message, 'originalContentUrl', path);
      findings.url(message, 'previewImageUrl', path);
      if (type === 'video') {
        findings.text(message, 'trackingId', path, {
          max: 100,
          isOptional: true,
          pattern: /^[a-zA-Z0-9\-.=,+*()%$&;:@{}!?<>[\]]+$/,
        });
      }
      break;
    case 'audio':
      findings.url(message, 'originalContentUrl', path);
      findings.number(message, 'duration', path, 1, Number.MAX_SAFE_INTEGER);
      break;
    case 'location':
      findings.text(message, 'title', path, { max: 100 });
      findings.text(message, 'address', path, { max: 100 });
      findings.number(message, 'latitude', path, -90, 90);
      findings.number(message, 'longitude', path, -180, 180);
      break;
    case 'imagemap':
      checkImagemap(findings, message, path);
      break;
    case 'template': {
      findings.text(message, 'altText', path, { max: 1_500 });
      const template = findings.object(message, 'template', path);
      if (template) checkTemplate(findings, template, `${path}.template`);
      break;
    }
    case 'flex': {
      findings.text(message, 'altText', path, { max: 1_500 });
      const contents = findings.object(message, 'contents', path);
      if (contents) checkFlexContainer(findings, contents, `${path}.contents`);
      break;
    }
    case 'coupon':
      findings.text(message, 'couponId', path, { max: 100 });
      break;
  }
  checkCommon(findings, message, path, type);
}

function checkCommon(findings: Findings, message: JsonObject, path: string, type: string | null): void {
  if (message.quoteToken !== undefined) {
    if (type === 'text' || type === 'textV2' || type === 'sticker')
      findings.text(message, 'quoteToken', path, { max: 1_000 });
    else findings.add(`${path}.quoteToken`, 'quoteToken is not supported by this message type');
  }
  const sender = findings.object(message, 'sender', path, true);
  if (sender) {
    const name = findings.text(sender, 'name', `${path}.sender`, { max: 20, isOptional: true });
    if (name !== null && RESERVED_SENDER_NAMES.test(name))
      findings.add(`${path}.sender.name`, 'Contains reserved word');
    findings.url(sender, 'iconUrl', `${path}.sender`, true);
  }
  const quickReply = findings.object(message, 'quickReply', path, true);
  if (!quickReply) return;
  findings.objects(quickReply, 'items', `${path}.quickReply`, 1, 13).forEach((item, i) => {
    const itemPath = `${path}.quickReply.items[${i}]`;
    findings.url(item, 'imageUrl', itemPath, true);
    const action = findings.object(item, 'action', itemPath);
    if (action) checkAction(findings, action, `${itemPath}.action`, 'quickReply');
  });
}
