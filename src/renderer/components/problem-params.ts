import type { ErrorParams, Problem } from '../../shared/errors/error-code';

/**
 * What an error's texts are filled with. Where a problem names the wrong `part`, it is also the text's context, so
 * that a text of its own for that part (such as `what_channelSecret`) is taken before the general one.
 */
export function problemParams({ params }: Problem): ErrorParams {
  return typeof params.part === 'string' ? { ...params, context: params.part } : params;
}

/** The provider's or system's own words about a problem, for support; null = none. */
export function problemDetail({ params }: Problem): string | null {
  const detail = params.detail ?? params.message;
  return detail === undefined || detail === '' ? null : String(detail);
}
