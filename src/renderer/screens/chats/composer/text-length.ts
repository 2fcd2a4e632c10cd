/** LINE counts UTF-16 units, as JavaScript does: an emoji is two or more (LINE fact sheet, text message). */
export const longestText = 5000;

/** From here on the count is shown; before it would only distract. */
const showFrom = 4500;

/** How full a text is. `isOver` refuses sending; `units` counts what LINE counts. */
export interface TextLength {
  readonly units: number;
  readonly isShown: boolean;
  readonly isOver: boolean;
}

/** How full a text of so many units is. */
export function textLength(units: number): TextLength {
  return { units, isShown: units >= showFrom, isOver: units > longestText };
}
