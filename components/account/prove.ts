import { ApiError } from "#components/ui/api.ts";

/**
 * Signs in through next-auth: by `password` or by a mailed `link`. The session is in a cookie when it returns.
 * @throws ApiError with the reason
 */
export async function prove(by: "password" | "link", given: Record<string, string>): Promise<void> {
  const { response, url } = await post(`callback/${by}`, { ...given, callbackUrl: "/" });
  if (response.ok) return;
  const reason = url?.searchParams.get("error") ?? "";
  const [, code = "internal", message = ""] = /^([a-z_]+): (.*)$/s.exec(reason) ?? [];
  throw new ApiError(response.status, code, message);
}

/**
 * Where a provider asks who one is; from there one comes back to `next`, a path of this site.
 * @throws ApiError where this instance cannot reach the provider
 */
export async function wayToProvider(provider: string, next: string): Promise<string> {
  const { response, url } = await post(`signin/${provider}`, { callbackUrl: next });
  if (response.ok && url && url.origin !== location.origin) return url.href;
  throw new ApiError(
    502,
    "unavailable",
    "Sign-in with this provider isn't working right now. Try again later.",
  );
}

async function post(path: string, given: Record<string, string>) {
  const { csrfToken } = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
  const response = await fetch(`/api/auth/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...given, csrfToken, json: "true" }),
  });
  const answer = (await response.json().catch(() => null)) as { url?: string } | null;
  return { response, url: answer?.url ? new URL(answer.url, location.origin) : null };
}
