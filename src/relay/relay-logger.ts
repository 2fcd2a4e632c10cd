/** One line of the relay's log. Never a body, a signature, a token or a secret. */
export interface RelayLogEntry {
  readonly level: 'info' | 'warn' | 'error';
  /** What happened, in kebab-case: `listening`, `refused`, `console-connected` ... */
  readonly event: string;
  readonly [field: string]: string | number | boolean | null;
}

export type RelayLogger = (entry: RelayLogEntry) => void;

/** Writes JSON lines to a stream. */
export function jsonLineLogger(out: { write(line: string): unknown }, now: () => number): RelayLogger {
  return (entry) => {
    out.write(`${JSON.stringify({ at: new Date(now()).toISOString(), ...entry })}\n`);
  };
}
