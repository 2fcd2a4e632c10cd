import { randomUUID } from 'node:crypto';
import type { AnsweredFault } from '../scenario/faults';

/** One thing that is wrong in a request body (facts/line-api section 1.4). */
export interface ProblemDetail {
  readonly message: string;
  readonly property?: string;
}

/** An answer that refuses a request, thrown by whatever finds the fault and turned into a response in one place. */
export class LineProblem extends Error {
  readonly status: number;
  readonly details: readonly ProblemDetail[];
  readonly extra: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    more: {
      details?: readonly ProblemDetail[];
      extra?: Record<string, unknown>;
      headers?: Record<string, string>;
    } = {},
  ) {
    super(message);
    this.name = 'LineProblem';
    this.status = status;
    this.details = more.details ?? [];
    this.extra = more.extra ?? {};
    this.headers = more.headers ?? {};
  }

  /** The answer in LINE's format; `details` is left out when there are none. */
  toResponse(): Response {
    const body = {
      message: this.message,
      ...(this.details.length > 0 ? { details: this.details } : {}),
      ...this.extra,
    };
    return Response.json(body, { status: this.status, headers: this.headers });
  }
}

/** 400 with the list of what is wrong in the body. */
export function invalidBody(details: readonly ProblemDetail[]): LineProblem {
  return new LineProblem(400, `The request body has ${details.length} error(s)`, { details });
}

/** 400 for a property whose value cannot be what it says. */
export function invalidProperty(property: string): LineProblem {
  return new LineProblem(400, `The property, ${property}, in the request body is invalid (line: -, column: -)`);
}

/** 401 for a channel access token that is missing, unknown or over. */
export function invalidToken(
  reason = 'invalid token. Confirm that the access token in the authorization header is valid.',
): LineProblem {
  return new LineProblem(401, `Authentication failed due to the following reason: ${reason}`);
}

/** 404 in the words of the profile and group endpoints. */
export function notFound(message = 'Not found'): LineProblem {
  return new LineProblem(404, message);
}

/** The wording of a fault that a scenario planned. */
export function lineFaultResponse(kind: AnsweredFault, status: number): Response {
  const response = plannedProblem(kind, status).toResponse();
  response.headers.set('x-line-request-id', randomUUID());
  return response;
}

function plannedProblem(kind: AnsweredFault, status: number): LineProblem {
  if (kind === 'rateLimit' || kind === 'rateLimitSecondly') return rateLimited();
  if (kind === 'rateLimitDaily') return monthlyLimit();
  if (kind === 'expiredToken') return invalidToken('expired token');
  if (kind === 'invalidToken') return invalidToken();
  return new LineProblem(status, status >= 500 ? 'Internal Server Error' : 'Planned fault');
}

/** 429 for a monthly quota that is used up. */
export function monthlyLimit(): LineProblem {
  return new LineProblem(429, 'You have reached your monthly limit.');
}

/** 429 for more calls than the endpoint allows. */
export function rateLimited(): LineProblem {
  return new LineProblem(429, 'The API rate limit has been exceeded. Try again later.');
}
