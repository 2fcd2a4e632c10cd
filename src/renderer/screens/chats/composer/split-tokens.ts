/** A run of a draft's text; tokens of LINE emoji and mentions are drawn as such. */
export interface TextPiece {
  readonly text: string;
  readonly isToken: boolean;
}

/** Splits a draft's text at its tokens; joined again, the pieces are exactly the text. */
export function splitTokens(text: string): TextPiece[] {
  return text
    .split(/(⟦[^⟦⟧\n]{1,160}⟧)/u)
    .filter((piece) => piece !== '')
    .map((piece) => ({ text: piece, isToken: piece.startsWith('⟦') && piece.endsWith('⟧') }));
}
