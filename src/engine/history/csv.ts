/** Excel takes a file for UTF-8 only behind this mark; it stands before the head. */
const byteOrderMark = '\u{feff}';

/** What a spreadsheet would take for a formula, in full width too; a tab or line end may hide one. */
const formulaStart = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;
const plainNumber = /^[+-]?\d+(\.\d+)?$/;

/** The first line of a CSV file. */
export function csvHead(names: readonly string[]): string {
  return `${byteOrderMark}${csvLine(names)}`;
}

/**
 * One line by RFC 4180, with its line end. A text that a spreadsheet would run as a formula gets an apostrophe in front:
 * names and values come from customers.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(cell: string | number | null): string {
  if (cell === null) return '';
  const text = String(cell);
  const isFormula = formulaStart.test(text) && !plainNumber.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
