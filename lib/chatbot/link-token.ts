import { randomBytes } from "node:crypto";

/** 256 random bits for a chatbot's link. Stored unhashed, because Studio shows the link again. */
export function newLinkToken(): string {
  return randomBytes(32).toString("base64url");
}
