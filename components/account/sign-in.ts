import { ApiError } from "#components/ui/api.ts";

/**
 * Signs in through Auth.js with a `password` or an emailed `link`, which sets the session cookie.
 * @throws ApiError with the reason
 */
export async function signIn(
  provider: "password" | "link",
  credentials: Record<string, string>,
): Promise<void> {
  const { response, url } = await post(`callback/${provider}`, { ...credentials, callbackUrl: "/" });
  if (response.ok) return;
  const reason = url?.searchParams.get("error") ?? "";
  const [, code = "internal", message = ""] = /^([a-z_]+): (.*)$/s.exec(reason) ?? [];
  throw new ApiError(response.status, code, message);
}

/**
 * Returns the provider's sign-in URL, which leads back to `next`, a path of this site.
 * @throws ApiError when this instance cannot reach the provider
 */
export async function getProviderSignInUrl(provider: string, next: string): Promise<string> {
  const { response, url } = await post(`signin/${provider}`, { callbackUrl: next });
  if (response.ok && url && url.origin !== location.origin) return url.href;
  throw new ApiError(
    502,
    "unavailable",
    "Sign-in with this provider isn't working right now. Try again later.",
  );
}

async function post(path: string, fields: Record<string, string>) {
  const { csrfToken } = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
  const response = await fetch(`/api/auth/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...fields, csrfToken, json: "true" }),
  });
  const body = (await response.json().catch(() => null)) as { url?: string } | null;
  return { response, url: body?.url ? new URL(body.url, location.origin) : null };
}
