import { z } from "zod";
import { decryptText, encryptText } from "#lib/core/encrypt-text.ts";
import { type Id, isId } from "#lib/core/ids.ts";
import { parseJson } from "#lib/core/parse-json.ts";
import { createRandomToken } from "#lib/core/random-token.ts";

const PURPOSE = "slack install state";
export const STATE_MS = 600_000;

/** Who started to connect, and which workspace. `nonce` is used once. */
export type InstallState = { slug: string; sessionId: Id<"ses">; nonce: string };

const stored = z.object({
  slug: z.string(),
  sessionId: z.custom<Id<"ses">>((value) => typeof value === "string" && isId("ses", value)),
  nonce: z.string(),
  until: z.number(),
});

/** The `state` that goes to Slack and comes back, for ten minutes. */
export function sealInstallState(slug: string, sessionId: Id<"ses">, now: Date): string {
  const { token: nonce } = createRandomToken();
  return encryptText(JSON.stringify({ slug, sessionId, nonce, until: now.getTime() + STATE_MS }), PURPOSE);
}

/** @returns null for a state that was not made here, or has expired */
export function openInstallState(sealed: string, now: Date): InstallState | null {
  const text = decryptText(sealed, PURPOSE);
  const state = text === null ? null : stored.safeParse(parseJson(text)).data;
  return state && state.until > now.getTime() ? state : null;
}
