import type Stripe from "stripe";
import { env } from "#lib/core/env.ts";
import { trustedFetch } from "#lib/core/outbound.ts";
import { singleton } from "#lib/core/singleton.ts";

const TIMEOUT_MS = 15_000;

/** Whether this instance takes payments. */
export function hasPayments(): boolean {
  const { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET } = env();
  return Boolean(STRIPE_SECRET_KEY && STRIPE_WEBHOOK_SECRET);
}

/** The process's client of Stripe, or of the server at STRIPE_BASE_URL. */
export async function stripe(): Promise<Stripe> {
  const { STRIPE_SECRET_KEY = "", STRIPE_BASE_URL } = env();
  // Loaded on first use, so that a start does not load it.
  const { default: Client } = await import("stripe");
  const url = STRIPE_BASE_URL ? new URL(STRIPE_BASE_URL) : null;
  const protocol = url?.protocol === "http:" ? "http" : "https";
  return singleton(`stripe ${STRIPE_BASE_URL ?? ""}`, () => {
    const httpClient = Client.createFetchHttpClient(trustedFetch);
    const server = url
      ? { protocol, host: url.hostname, port: Number(url.port) || (protocol === "http" ? 80 : 443) }
      : {};
    const settings = { httpClient, timeout: TIMEOUT_MS, maxNetworkRetries: 1, telemetry: false };
    return new Client(STRIPE_SECRET_KEY, { ...settings, ...(server as object) });
  });
}
