/** Codes a caller can act on. Each protocol's entry point translates them once. */
export type ErrorCode =
  | "invalid"
  | "unauthorized"
  | "forbidden"
  | "second_factor_required"
  | "not_found"
  | "not_allowed"
  | "conflict"
  | "too_large"
  | "unsupported_type"
  | "unprocessable"
  | "limited"
  | "budget_exceeded"
  | "quota_exceeded"
  | "trial_over"
  | "unavailable"
  /** No model that understands pictures is configured, or the configured one does not. */
  | "vision_unavailable";

const brand = Symbol.for("parley.error");

/** An error whose message is safe to show to the caller: it contains no internals. */
export class ParleyError extends Error {
  override readonly name = "ParleyError";
  readonly [brand] = true;
  readonly code: ErrorCode;
  readonly details: unknown;

  constructor(code: ErrorCode, message: string, details?: unknown) {
    super(message);
    this.code = code;
    this.details = details;
  }

  /**
   * Next's bundle and the server entry both load this module, so `instanceof` checks the brand, not the
   * class.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && brand in value;
  }
}

/** Another tenant's row and an unknown id get exactly the same error. */
export function notFound(what: string): ParleyError {
  return new ParleyError("not_found", `${what.charAt(0).toUpperCase()}${what.slice(1)} not found.`);
}

const statusByCode: Record<ErrorCode, number> = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  second_factor_required: 403,
  not_found: 404,
  not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_type: 415,
  unprocessable: 422,
  limited: 429,
  budget_exceeded: 402,
  quota_exceeded: 402,
  trial_over: 402,
  unavailable: 503,
  vision_unavailable: 503,
};

export function httpStatus(code: ErrorCode): number {
  return statusByCode[code];
}
