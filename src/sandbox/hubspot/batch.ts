import { invalidRequest } from './errors';
import { isRecordRefusal } from './record-writer';

/** Most inputs of an object batch (facts section 3.5). */
export const mostBatchInputs = 100;

/** Refuses empty and oversized batches. */
export function checkBatchSize(inputs: readonly unknown[], most = mostBatchInputs): void {
  if (inputs.length === 0) throw invalidRequest('The inputs of a batch must not be empty.');
  if (inputs.length > most) {
    throw invalidRequest(`Input size of ${inputs.length} is larger than the maximum of ${most}.`);
  }
}

/** Refuses a batch that names a record twice. */
export function refuseRepeats(keys: readonly string[], what: string): void {
  const repeated = keys.filter((key, index) => keys.indexOf(key) !== index);
  if (repeated.length > 0) {
    throw invalidRequest(
      `Duplicate ${what} found in batch input: [${[...new Set(repeated)].join(', ')}]. ${what} must be unique`,
    );
  }
}

/** True when every input carries a trace id and no two are equal: only then is a batch answered row by row (facts section 5.5). */
export function isTraced(inputs: readonly { readonly objectWriteTraceId?: string | undefined }[]): boolean {
  const ids = inputs.flatMap((input) => input.objectWriteTraceId ?? []);
  return ids.length === inputs.length && new Set(ids).size === ids.length;
}

/** The batch envelope; with errors it becomes a 207. */
export function batchAnswer(
  startedAt: number,
  completedAt: number,
  results: readonly unknown[],
  errors: readonly Record<string, unknown>[],
  okStatus: number,
): Response {
  const body = {
    status: 'COMPLETE',
    results,
    ...(errors.length === 0 ? {} : { numErrors: errors.length, errors }),
    startedAt: new Date(startedAt).toISOString(),
    completedAt: new Date(completedAt).toISOString(),
  };
  return Response.json(body, { status: errors.length === 0 ? okStatus : 207 });
}

/** The row of a 207 that lists records which do not exist. */
export function missingRow(what: string, ids: readonly string[]): Record<string, unknown> {
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    message: `Could not get some ${what} objects, they may be deleted or not exist. Check that ids are valid.`,
    context: { ids },
  };
}

/**
 * Runs one write per input. Traced (or told so): a refused row becomes an error row and its neighbours stand. Not traced: the first
 * refusal is the answer of the whole batch, and the caller's transaction takes everything back. `runRow` wraps a row in a
 * savepoint so that half a row never stays.
 */
export function runRows<I extends { readonly objectWriteTraceId?: string | undefined }, R>(
  inputs: readonly I[],
  runRow: (input: I) => R,
  isRowByRow = isTraced(inputs),
): { readonly results: readonly R[]; readonly errors: readonly Record<string, unknown>[] } {
  const results: R[] = [];
  const errors: Record<string, unknown>[] = [];
  for (const input of inputs) {
    try {
      results.push(runRow(input));
    } catch (error) {
      if (!isRowByRow || !isRecordRefusal(error)) throw error;
      errors.push(error.row(input.objectWriteTraceId));
    }
  }
  return { results, errors };
}
