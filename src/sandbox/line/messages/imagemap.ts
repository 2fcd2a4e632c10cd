import type { Findings, JsonObject } from './findings';

/** Checks an imagemap message (facts/line-api section 6.3). */
export function checkImagemap(findings: Findings, message: JsonObject, path: string): void {
  findings.url(message, 'baseUrl', path);
  findings.text(message, 'altText', path, { max: 1_500 });
  const size = findings.object(message, 'baseSize', path);
  if (size) {
    findings.number(size, 'width', `${path}.baseSize`, 1_040, 1_040);
    findings.number(size, 'height', `${path}.baseSize`, 1, 100_000);
  }
  findings.objects(message, 'actions', path, message.video === undefined ? 1 : 0, 50).forEach((action, i) => {
    const actionPath = `${path}.actions[${i}]`;
    const type = findings.word(action, 'type', actionPath, ['uri', 'message', 'clipboard']);
    findings.text(action, 'label', actionPath, { max: 100, isOptional: true });
    if (type === 'uri') findings.text(action, 'linkUri', actionPath, { max: 1_000, pattern: /^(https?:|line:|tel:)/ });
    if (type === 'message') findings.text(action, 'text', actionPath, { max: 400 });
    if (type === 'clipboard') findings.text(action, 'clipboardText', actionPath, { max: 1_000 });
    checkArea(findings, action, actionPath);
  });
  const video = findings.object(message, 'video', path, true);
  if (!video) return;
  findings.url(video, 'originalContentUrl', `${path}.video`);
  findings.url(video, 'previewImageUrl', `${path}.video`);
  checkArea(findings, video, `${path}.video`);
  const link = findings.object(video, 'externalLink', `${path}.video`, true);
  if (!link) return;
  findings.text(link, 'linkUri', `${path}.video.externalLink`, { max: 1_000 });
  findings.text(link, 'label', `${path}.video.externalLink`, { max: 30 });
}

function checkArea(findings: Findings, owner: JsonObject, path: string): void {
  const area = findings.object(owner, 'area', path);
  if (!area) return;
  for (const side of ['x', 'y']) findings.number(area, side, `${path}.area`, 0, 100_000);
  for (const side of ['width', 'height']) findings.number(area, side, `${path}.area`, 1, 100_000);
}
