/** Where a part writes what happened. ERROR only when a person must act. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, unknown>>;

const secretKey = /secret|token|authorization|password|cookie|code$|verifier|assertion/i;
const secretText = /(bearer\s+)[\w.~+/=-]{8,}/gi;
const privateKey = /^(text|body|rawbody|displayname|email|phone|firstname|lastname|preview)$/i;

/**
 * A copy of `fields` that may be written down: values under secret-looking keys and customers' words are replaced,
 * bearer tokens inside text are cut, depth is bounded.
 */
export function redact(fields: unknown, depth = 0): unknown {
  if (typeof fields === 'string') return fields.replace(secretText, '$1[redacted]').slice(0, 2000);
  if (fields instanceof Error) return { name: fields.name, message: redact(fields.message) };
  if (typeof fields !== 'object' || fields === null) return fields;
  if (depth >= 4) return '[deep]';
  if (Array.isArray(fields)) return fields.slice(0, 50).map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => {
      if (secretKey.test(key)) return [key, '[redacted]'];
      if (privateKey.test(key)) return [key, '[private]'];
      return [key, redact(value, depth + 1)];
    }),
  );
}

/** A logger that hands redacted JSON lines to `write`. */
export function createLogger(
  write: (line: string) => void,
  now: () => number,
  minimum: 'debug' | 'info' = 'info',
): Logger {
  const log = (level: string) => (message: string, fields?: LogFields) => {
    const safe = fields === undefined ? undefined : redact(fields);
    write(JSON.stringify({ at: new Date(now()).toISOString(), level, message, ...(safe as object | undefined) }));
  };
  return {
    debug: minimum === 'debug' ? log('debug') : () => undefined,
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
  };
}
