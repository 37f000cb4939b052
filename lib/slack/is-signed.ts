import { createHmac, timingSafeEqual } from "node:crypto";

const WINDOW_SECONDS = 300;

export type SlackSignature = { timestamp: string | null; signature: string | null };

/**
 * Whether Slack signed these bytes with the app's secret within five minutes of `now`
 * (docs.slack.dev/authentication/verifying-requests-from-slack, version v0).
 */
export function isSigned(
  body: Uint8Array,
  { timestamp, signature }: SlackSignature,
  secret: string,
  now: Date,
): boolean {
  if (!timestamp || !signature || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1_000 - Number(timestamp)) > WINDOW_SECONDS) return false;
  const expected = createHmac("sha256", secret).update(`v0:${timestamp}:`).update(body).digest("hex");
  const [given, right] = [Buffer.from(signature), Buffer.from(`v0=${expected}`)];
  return given.length === right.length && timingSafeEqual(given, right);
}
