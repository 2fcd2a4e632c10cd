import { ORPCError } from '@orpc/client';
import { type Problem, problemSchema } from '../../shared/errors/error-code';

/**
 * Code and params of anything that a call into main threw. Main's own errors carry both in `data`; a refused input
 * is INPUT_INVALID, everything else INTERNAL.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof ORPCError) {
    const carried = problemSchema.safeParse(error.data);
    if (carried.success) return carried.data;
    if (error.code === 'BAD_REQUEST') return { code: 'INPUT_INVALID', params: {} };
  }
  return { code: 'INTERNAL', params: {} };
}
