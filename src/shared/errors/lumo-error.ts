import type { ErrorCode, ErrorParams, Problem } from './error-code';

/** An expected failure with a code that a person can act on. `message` is for logs and holds no secret. */
export class LumoError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, params: ErrorParams = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(params)}`, options);
    this.name = 'LumoError';
    this.code = code;
    this.params = params;
  }
}

/** The storable form of any thrown value; what is not a {@link LumoError} becomes INTERNAL. */
export function toProblem(error: unknown): Problem {
  if (error instanceof LumoError) return { code: error.code, params: error.params };
  return { code: 'INTERNAL', params: { detail: error instanceof Error ? error.name : typeof error } };
}
