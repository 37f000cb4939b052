import { ApiError } from "#components/ui/api.ts";

/**
 * Signs in through next-auth: by `password` or by a mailed `link`. The session is in a cookie when it returns.
 * @throws ApiError with the reason
 */
export async function prove(by: "password" | "link", given: Record<string, string>): Promise<void> {
  const { csrfToken } = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
  const response = await fetch(`/api/auth/callback/${by}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...given, csrfToken, callbackUrl: "/", json: "true" }),
  });
  if (response.ok) return;
  const answer = (await response.json().catch(() => null)) as { url?: string } | null;
  const reason = answer?.url ? (new URL(answer.url, location.origin).searchParams.get("error") ?? "") : "";
  const [, code = "internal", message = ""] = /^([a-z_]+): (.*)$/s.exec(reason) ?? [];
  throw new ApiError(response.status, code, message);
}
