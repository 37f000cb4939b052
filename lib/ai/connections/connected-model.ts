import { decryptText, encryptText } from "#lib/core/encrypt-text.ts";
import type { Id } from "#lib/core/ids.ts";
import { chatCompletionsModel } from "../chat-completions/chat-completions-model.ts";
import type { ChosenModel } from "../language-model.ts";
import { withThoughtAllowance } from "../with-thought-allowance.ts";
import { connectedModelFetch } from "./connection-fetch.ts";

/** What a turn needs to know of a workspace's connection. */
export type StoredConnection = { baseUrl: string; sealedKey: string | null; model: string };

/** Stored as the provider of answers from a connected server. */
const CONNECTED_PROVIDER = "workspace";

/** Bound to the tenant: a sealed key that ends up in another one's row opens nothing. */
const purposeOf = (tenantId: Id<"ten">) => `model key of ${tenantId}`;

export function sealKey(tenantId: Id<"ten">, key: string): string {
  return encryptText(key, purposeOf(tenantId));
}

/** @returns null without a key, or if it was sealed with another ENCRYPTION_KEY */
export function openKey(tenantId: Id<"ten">, sealedKey: string | null): string | null {
  return sealedKey === null ? null : decryptText(sealedKey, purposeOf(tenantId));
}

/**
 * The model of a connected server, by chat completions: every such server has them. With a key that cannot be
 * opened it is called without one, and the server says so.
 */
export function connectedModel(
  tenantId: Id<"ten">,
  { baseUrl, sealedKey, model: standard }: StoredConnection,
  wanted?: string,
): ChosenModel {
  const id = wanted ?? standard;
  const apiKey = openKey(tenantId, sealedKey) ?? undefined;
  const chat = chatCompletionsModel(id, { baseUrl, apiKey, owner: tenantId, fetch: connectedModelFetch() });
  return {
    model: withThoughtAllowance(chat, baseUrl, tenantId),
    provider: CONNECTED_PROVIDER,
    id,
    builtIn: false,
  };
}
