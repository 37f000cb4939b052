import { decryptText } from "#lib/core/encrypt-text.ts";
import type { InstallationRow } from "./queries/installations.ts";

export const TOKEN_PURPOSE = "slack bot token";

/** @returns null if it was revoked, or sealed with another ENCRYPTION_KEY */
export function botToken({ sealedToken }: Pick<InstallationRow, "sealedToken">): string | null {
  return sealedToken === null ? null : decryptText(sealedToken, TOKEN_PURPOSE);
}
