/** Blocks beside a chat that a person can fold, order and leave out, in their usual order. */
export const panelBlocks = ['fields', 'company', 'members', 'lists', 'records', 'notes', 'otherChats'] as const;
export type PanelBlock = (typeof panelBlocks)[number];

/** The order that a person chose; blocks that it does not name keep their usual place after those before them. */
export function orderBlocks(chosen: readonly string[]): readonly PanelBlock[] {
  const known = [...new Set(chosen)].flatMap((name) => panelBlocks.find((block) => block === name) ?? []);
  const order = [...known];
  panelBlocks.forEach((block, place) => {
    if (order.includes(block)) return;
    const before = panelBlocks.slice(0, place).findLast((each) => order.includes(each));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, block);
  });
  return order;
}

/** The order with one block moved by `step` places among those that `shown` names; the others keep still. */
export function moveBlock(
  order: readonly PanelBlock[],
  shown: readonly PanelBlock[],
  block: PanelBlock,
  step: 1 | -1,
): readonly PanelBlock[] {
  const visible = order.filter((each) => shown.includes(each));
  const neighbour = visible[visible.indexOf(block) + step];
  return neighbour === undefined ? order : placeBlock(order, block, neighbour);
}

/** The order with one block put in the place of another: before it when moved up, after it when moved down. */
export function placeBlock(order: readonly PanelBlock[], block: PanelBlock, target: PanelBlock): readonly PanelBlock[] {
  const from = order.indexOf(block);
  const to = order.indexOf(target);
  if (from < 0 || to < 0 || from === to) return order;
  const left = order.filter((each) => each !== block);
  left.splice(to, 0, block);
  return left;
}
