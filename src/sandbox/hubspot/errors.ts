import { randomUUID } from 'node:crypto';

/** One entry of the envelope's `errors[]` (facts section 4). */
export type ErrorDetail = {
  readonly message: string;
  readonly code?: string;
  readonly in?: string;
  readonly subCategory?: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
};

type ErrorParts = {
  readonly status: number;
  readonly category: string;
  readonly message: string;
  readonly subCategory?: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
  readonly errors?: readonly ErrorDetail[];
  readonly links?: Readonly<Record<string, string>>;
};

/** A refusal in the provider's error envelope (facts section 4); the request boundary turns it into the HTTP answer. */
export class HubSpotError extends Error {
  readonly status: number;
  readonly parts: ErrorParts;

  constructor(parts: ErrorParts) {
    super(parts.message);
    this.name = 'HubSpotError';
    this.status = parts.status;
    this.parts = parts;
  }

  /** The JSON body, with a fresh correlation id. */
  body(): Record<string, unknown> {
    const { status: _status, message, category, ...rest } = this.parts;
    return { status: 'error', message, correlationId: randomUUID(), category, ...rest };
  }

  /** The same refusal as one row of a 207 answer. */
  row(objectWriteTraceId?: string): Record<string, unknown> {
    const { status: _status, message, category, context, ...rest } = this.parts;
    const trace = objectWriteTraceId === undefined ? {} : { objectWriteTraceId: [objectWriteTraceId] };
    return { status: 'error', category, message, context: { ...context, ...trace }, ...rest };
  }

  /** The answer itself. */
  response(headers: Readonly<Record<string, string>> = {}): Response {
    return Response.json(this.body(), { status: this.status, headers });
  }
}

/** 400 with the general validation category. */
export function invalidRequest(message: string, more: Partial<ErrorParts> = {}): HubSpotError {
  return new HubSpotError({ status: 400, category: 'VALIDATION_ERROR', message, ...more });
}

/** 404 for a record, property or path that does not exist. */
export function notFound(message: string): HubSpotError {
  return new HubSpotError({ status: 404, category: 'OBJECT_NOT_FOUND', message });
}

/** 409 for a contact whose e-mail is taken; the id is only in the text (facts section 5.5). */
export function emailConflict(existingId: number): HubSpotError {
  return new HubSpotError({
    status: 409,
    category: 'CONFLICT',
    message: `Contact already exists. Existing ID: ${existingId}`,
  });
}

/** One property value that cannot be stored. */
export type PropertyProblem = { readonly name: string; readonly error: string; readonly message: string };

/** One 400 for all bad values of a record: the list is embedded in the message and repeated in `errors[]` (facts section 4). */
export function invalidProperties(problems: readonly PropertyProblem[]): HubSpotError {
  const embedded = problems.map((p) => ({ isValid: false, message: p.message, error: p.error, name: p.name }));
  return invalidRequest(`Property values were not valid: ${JSON.stringify(embedded)}`, {
    errors: problems.map((p) => ({
      message: p.message,
      code: p.error,
      in: 'properties',
      context: { propertyName: [p.name] },
    })),
  });
}

/** 403 for a token without any of the given scopes (facts section 2.5). */
export function missingScopes(anyOf: readonly string[]): HubSpotError {
  return new HubSpotError({
    status: 403,
    category: 'MISSING_SCOPES',
    message:
      "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
    errors: [
      {
        message: 'One or more of the following scopes are required.',
        context: { requiredGranularScopes: anyOf },
      },
    ],
    links: { scopes: 'https://developers.hubspot.com/scopes' },
  });
}

/** 401 for something that is no token, was revoked, or is missing. */
export function invalidAuthentication(): HubSpotError {
  return new HubSpotError({
    status: 401,
    category: 'INVALID_AUTHENTICATION',
    message:
      'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
  });
}

/** 401 for an access token past its end (facts section 2.5); `expiredAt` and `now` are epoch ms. */
export function expiredAuthentication(expiredAt: number, now: number): HubSpotError {
  const minutes = Math.max(0, Math.floor((now - expiredAt) / 60_000));
  return new HubSpotError({
    status: 401,
    category: 'EXPIRED_AUTHENTICATION',
    message: `The OAuth token used to make this call expired ${minutes} minute(s) ago.`,
    context: { 'expire time': [new Date(expiredAt).toISOString()] },
  });
}
