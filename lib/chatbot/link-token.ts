import { randomBytes } from "node:crypto";

/** 256 random bits, for the address of a chatbot that opens by link. Kept as it is, for it is shown again and again. */
export function newLinkToken(): string {
  return randomBytes(32).toString("base64url");
}
