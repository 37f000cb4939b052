import { recordAudit } from "#lib/audit/record-audit.ts";
import { releaseSlackTeam } from "#lib/auth/admission/slack-address.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { callSlack } from "../call-slack.ts";
import { deleteInstallation } from "../queries/installations.ts";
import { botToken } from "../token.ts";

const REVOKE_MS = 5_000;

/** Ends the connection with Slack, also there if it responds. Nothing happens without one. */
export async function disconnectSlack(ctx: Context): Promise<void> {
  const gone = await transaction(ctx, async (tx) => {
    const row = await deleteInstallation(tx);
    if (!row) return null;
    await releaseSlackTeam(tx, row.teamId);
    await recordAudit(tx, {
      action: "slack.disconnected",
      target: row.teamId,
      details: { name: row.teamName },
    });
    return row;
  });
  const token = gone && botToken(gone);
  // Without an answer the token stays valid in Slack, but nobody has it any more.
  if (token) await callSlack("auth.revoke", { token, args: {}, timeoutMs: REVOKE_MS });
}
