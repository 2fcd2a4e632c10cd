import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

/** What a figure should keep to: at most this much, either as it is or divided by its bound. */
export interface Aim {
  of: 'value' | 'ratio';
  atMost: number;
}

/** One measured figure. */
export interface Row {
  /** The measurement that it belongs to, as chosen on the command line. */
  area: string;
  name: string;
  value: number;
  unit: string;
  /** The best that is possible here, or what it is compared to, measured or counted in the same run. */
  bound?: number;
  boundName?: string;
  aim?: Aim;
  note?: string;
}

/** Value divided by bound, or null where there is no bound. */
export function ratioOf({ value, bound }: Row): number | null {
  return bound === undefined || bound === 0 ? null : value / bound;
}

/** True or false against the aim; null without one. */
export function isMet(row: Row): boolean | null {
  const measured = row.aim?.of === 'ratio' ? ratioOf(row) : row.value;
  return row.aim === undefined || measured === null ? null : measured <= row.aim.atMost;
}

/** A table for the terminal; the document's last table is the same text. */
export function toTable(rows: readonly Row[]): string {
  const head = ['area', 'name', 'value', 'bound', 'ratio', 'aim', ''];
  const cells = rows.map((row) => {
    const ratio = ratioOf(row);
    const met = isMet(row);
    return [
      row.area,
      row.name,
      `${short(row.value)} ${row.unit}`.trim(),
      row.bound === undefined ? '' : `${short(row.bound)} ${row.boundName ?? ''}`.trim(),
      ratio === null ? '' : short(ratio),
      row.aim === undefined ? '' : `${row.aim.of === 'ratio' ? 'ratio ' : ''}<= ${row.aim.atMost}`,
      met === null ? '' : met ? 'ok' : 'over',
    ];
  });
  const table = [head, ...cells];
  const widths = head.map((_, column) => Math.max(...table.map((line) => (line[column] ?? '').length)));
  const lines = table.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  lines.splice(1, 0, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  const notes = rows.filter((row) => row.note !== undefined).map((row) => `- ${row.area}, ${row.name}: ${row.note}`);
  return [...lines, ...(notes.length === 0 ? [] : ['', ...notes])].join('\n');
}

/** Writes the figures as JSON, named after the time, and as `latest.json`. Returns the first file's path. */
export function saveReport(folder: string, rows: readonly Row[], facts: Record<string, unknown>): string {
  mkdirSync(folder, { recursive: true });
  const machine = { cores: cpus().length, model: cpus()[0]?.model, memoryBytes: totalmem(), loadAverage: loadavg() };
  const measured = rows.map((row) => ({ ...row, ratio: ratioOf(row), isMet: isMet(row) }));
  const text = JSON.stringify({ ...facts, machine, node: process.version, rows: measured }, null, 2);
  const file = join(folder, `${new Date().toISOString().replaceAll(':', '-')}.json`);
  writeFileSync(file, text);
  writeFileSync(join(folder, 'latest.json'), text);
  return file;
}

function short(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}
