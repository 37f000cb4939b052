/** The server refused the request. `fields` holds error messages by form field. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: Record<string, string>;

  constructor(status: number, code: string, message: string, fields: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
}

type Call = { method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"; body?: unknown; signal?: AbortSignal };

/**
 * Calls this site's JSON API.
 * @throws ApiError when the server refuses; TypeError when it cannot be reached
 */
export async function callApi<T = void>(
  path: string,
  { method = "GET", body, signal }: Call = {},
): Promise<T> {
  const response = await fetch(path, {
    method,
    ...(signal && { signal }),
    ...(body !== undefined && {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  });
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
  throw await apiErrorOf(response);
}

/** The error in a response that is not successful. */
export async function apiErrorOf(response: Response): Promise<ApiError> {
  const answer = (await response.json().catch(() => null)) as {
    error?: { code?: string; message?: string; details?: unknown };
  } | null;
  const { code = "internal", message = "", details } = answer?.error ?? {};
  return new ApiError(response.status, code, message, readFields(details));
}

function readFields(details: unknown): Record<string, string> {
  if (!Array.isArray(details)) return {};
  return Object.fromEntries(
    details.flatMap((one: { path?: unknown; message?: unknown }) =>
      typeof one?.path === "string" && typeof one.message === "string" ? [[one.path, one.message]] : [],
    ),
  );
}
