import { notFound, ParleyError } from "#lib/core/errors.ts";
import { isSigned, type SlackSignature } from "../is-signed.ts";
import { slackApp } from "../slack-app.ts";

/**
 * Reads the raw body of a request that Slack signed.
 * @throws ParleyError not_found if this instance has no Slack app, unauthorized for a wrong or old signature,
 * invalid for bytes that are not text
 */
export function openSlackRequest(body: Uint8Array, signature: SlackSignature, now = new Date()): string {
  const app = slackApp();
  if (!app) throw notFound("page");
  if (!isSigned(body, signature, app.signingSecret, now))
    throw new ParleyError("unauthorized", "The signature is not valid.");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new ParleyError("invalid", "The request body is not valid UTF-8.");
  }
}
