import { checkAction } from './actions';
import { type Findings, isJsonObject, type JsonObject } from './findings';

const BUBBLE_BYTES = 30 * 1024;
const CAROUSEL_BYTES = 50 * 1024;
const SIZES = ['nano', 'micro', 'deca', 'hecto', 'kilo', 'mega', 'giga'];
const COMPONENTS = ['box', 'button', 'image', 'icon', 'text', 'span', 'separator', 'filler', 'video'];

/** Checks the `contents` of a flex message: containers, block types, sizes in bytes and actions (facts/line-api section 6.5). */
export function checkFlexContainer(findings: Findings, container: JsonObject, path: string): void {
  switch (findings.word(container, 'type', path, ['bubble', 'carousel'])) {
    case 'bubble':
      checkBubble(findings, container, path);
      break;
    case 'carousel': {
      if (bytesOf(container) > CAROUSEL_BYTES) findings.add(path, 'The size of the carousel must be 50 KB or less');
      const bubbles = findings.objects(container, 'contents', path, 1, 12);
      bubbles.forEach((bubble, i) => {
        if (findings.word(bubble, 'type', `${path}.contents[${i}]`, ['bubble']))
          checkBubble(findings, bubble, `${path}.contents[${i}]`);
      });
      if (new Set(bubbles.map((bubble) => bubble.size ?? 'mega')).size > 1) {
        findings.add(`${path}.contents`, 'All bubbles of a carousel must have the same size');
      }
      break;
    }
  }
}

function checkBubble(findings: Findings, bubble: JsonObject, path: string): void {
  if (bytesOf(bubble) > BUBBLE_BYTES) findings.add(path, 'The size of the bubble must be 30 KB or less');
  findings.word(bubble, 'size', path, SIZES, true);
  findings.word(bubble, 'direction', path, ['ltr', 'rtl'], true);
  for (const block of ['header', 'hero', 'body', 'footer']) {
    const component = findings.object(bubble, block, path, true);
    if (!component) continue;
    const types = block === 'hero' ? ['box', 'image', 'video'] : ['box'];
    if (findings.word(component, 'type', `${path}.${block}`, types))
      checkComponent(findings, component, `${path}.${block}`);
  }
  if (['header', 'hero', 'body', 'footer'].every((block) => bubble[block] === undefined)) {
    findings.add(path, 'At least one block must be specified');
  }
}

function checkComponent(findings: Findings, component: JsonObject, path: string): void {
  if (isJsonObject(component.action)) {
    checkAction(findings, component.action, `${path}.action`, component.type === 'button' ? 'flexButton' : 'flex');
  }
  switch (component.type) {
    case 'box':
      findings.word(component, 'layout', path, ['horizontal', 'vertical', 'baseline']);
      findings.objects(component, 'contents', path, 0, 10_000).forEach((child, i) => {
        const childPath = `${path}.contents[${i}]`;
        if (findings.word(child, 'type', childPath, COMPONENTS)) checkComponent(findings, child, childPath);
      });
      break;
    case 'text':
      if (component.contents === undefined && typeof component.text !== 'string') {
        findings.add(`${path}.text`, 'either text or contents is required');
      }
      break;
    case 'image':
    case 'icon':
      findings.url(component, 'url', path);
      break;
    case 'video':
      findings.url(component, 'url', path);
      findings.url(component, 'previewUrl', path);
      findings.object(component, 'altContent', path);
      break;
    case 'button':
      findings.object(component, 'action', path);
      break;
  }
}

function bytesOf(value: JsonObject): number {
  return Buffer.byteLength(JSON.stringify(value));
}
