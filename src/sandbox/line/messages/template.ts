import { checkAction } from './actions';
import type { Findings, JsonObject } from './findings';

/** Checks the `template` of a template message (facts/line-api section 6.4). */
export function checkTemplate(findings: Findings, template: JsonObject, path: string): void {
  switch (findings.word(template, 'type', path, ['buttons', 'confirm', 'carousel', 'image_carousel'])) {
    case 'buttons':
      checkCard(findings, template, path, { plain: 160, withPicture: 60, maxActions: 4 });
      break;
    case 'confirm':
      findings.text(template, 'text', path, { max: 240, count: 'graphemes' });
      checkActions(findings, template, path, 2, 2);
      break;
    case 'carousel':
      checkCarousel(findings, template, path);
      break;
    case 'image_carousel':
      findings.objects(template, 'columns', path, 1, 10).forEach((column, i) => {
        findings.url(column, 'imageUrl', `${path}.columns[${i}]`);
        const action = findings.object(column, 'action', `${path}.columns[${i}]`);
        if (action) checkAction(findings, action, `${path}.columns[${i}].action`, 'imageCarousel');
      });
      break;
  }
}

function checkCarousel(findings: Findings, template: JsonObject, path: string): void {
  const columns = findings.objects(template, 'columns', path, 1, 10);
  columns.forEach((column, i) => {
    checkCard(findings, column, `${path}.columns[${i}]`, { plain: 120, withPicture: 60, maxActions: 3 });
  });
  const shapeOf = (column: JsonObject) =>
    JSON.stringify([
      Array.isArray(column.actions) ? column.actions.length : 0,
      column.thumbnailImageUrl !== undefined,
      column.title !== undefined,
    ]);
  const first = columns[0];
  if (first && columns.some((column) => shapeOf(column) !== shapeOf(first))) {
    findings.add(
      `${path}.columns`,
      'All columns must have the same number of actions, and either all or none an image and a title',
    );
  }
}

function checkCard(
  findings: Findings,
  card: JsonObject,
  path: string,
  limits: { plain: number; withPicture: number; maxActions: number },
): void {
  findings.url(card, 'thumbnailImageUrl', path, true);
  findings.text(card, 'title', path, { max: 40, isOptional: true, count: 'graphemes' });
  const isRich = card.thumbnailImageUrl !== undefined || card.title !== undefined;
  findings.text(card, 'text', path, { max: isRich ? limits.withPicture : limits.plain, count: 'graphemes' });
  const defaultAction = findings.object(card, 'defaultAction', path, true);
  if (defaultAction) checkAction(findings, defaultAction, `${path}.defaultAction`, 'defaultAction');
  checkActions(findings, card, path, 1, limits.maxActions);
}

function checkActions(findings: Findings, owner: JsonObject, path: string, min: number, max: number): void {
  findings.objects(owner, 'actions', path, min, max).forEach((action, i) => {
    checkAction(findings, action, `${path}.actions[${i}]`, 'template');
  });
}
