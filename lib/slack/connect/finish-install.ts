import { z } from "zod";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { claimSlackTeam, findSlackTenant } from "#lib/auth/admission/slack-address.ts";
import type { Context } from "#lib/context/context.ts";
import { encryptText } from "#lib/core/encrypt-text.ts";
import { newId } from "#lib/core/ids.ts";
import { log } from "#lib/core/log.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { callSlack } from "../call-slack.ts";
import { enqueueDelivery } from "../deliveries/enqueue-delivery.ts";
import { escapeSlack } from "../escape-slack.ts";
import { sendToSlackJob } from "../jobs.ts";
import { botScopes } from "../manifest.ts";
import { failWaitingDeliveries } from "../queries/deliveries.ts";
import { putInstallation } from "../queries/installations.ts";
import type { ConnectProblem } from "../schema.ts";
import { slackApp } from "../slack-app.ts";
import { TOKEN_PURPOSE } from "../token.ts";
import { callbackUrl } from "./start-install.ts";

const access = z.looseObject({
  access_token: z.string().min(1),
  scope: z.string(),
  bot_user_id: z.string().min(1),
  app_id: z.string().min(1),
  team: z.looseObject({ id: z.string().min(1).max(64), name: z.string().max(200) }).nullish(),
  is_enterprise_install: z.boolean().nullish(),
  authed_user: z.looseObject({ id: z.string() }).nullish(),
});

/**
 * Connects the workspace with the Slack workspace whose admin agreed, and greets that person there.
 * @param code from Slack, valid once
 * @returns what prevented it; null if it is connected
 */
export async function finishInstall(ctx: Context, code: string): Promise<ConnectProblem | null> {
  const app = slackApp();
  if (!app || ctx.actor.kind !== "user") return "unavailable";
  const answer = await callSlack("oauth.v2.access", {
    basic: { user: app.clientId, password: app.clientSecret },
    args: { code, redirect_uri: callbackUrl() },
  });
  if (answer.outcome !== "ok") {
    log().warn({ tenantId: ctx.tenantId, answer }, "Slack did not complete an installation");
    return answer.outcome === "refused" ? "expired" : "unavailable";
  }
  const granted = access.safeParse(answer.body).data;
  if (!granted) return "unavailable";
  const { team, is_enterprise_install: isOrganization, authed_user: person } = granted;
  if (isOrganization || !team) return "organization";
  const scopes = granted.scope.split(",");
  if (botScopes.some((scope) => !scopes.includes(scope))) return "scopes";

  const owner = await findSlackTenant(team.id);
  if (owner !== null && owner !== ctx.tenantId) return "taken";
  const installedBy = ctx.actor.id;
  return transactionWithJobs(ctx, [sendToSlackJob], async (tx, enqueue) => {
    const isFree = (await claimSlackTeam(tx, team.id)) || owner === tx.tenantId;
    if (!isFree) return "taken";
    const isPut = await putInstallation(tx, {
      teamId: team.id,
      teamName: team.name,
      appId: granted.app_id,
      botUserId: granted.bot_user_id,
      sealedToken: encryptText(granted.access_token, TOKEN_PURPOSE),
      installedBy,
      connectedAt: tx.now(),
    });
    // A row that was put nowhere must not leave its address behind.
    if (!isPut) throw new OtherTeam();
    // What was meant for an earlier connection may not belong here.
    await failWaitingDeliveries(tx, "reconnected");
    await recordAudit(tx, { action: "slack.connected", target: team.id, details: { name: team.name } });
    if (person) {
      const key = `connected:${newId("sld")}`;
      const text = `Parley is connected to *${escapeSlack(team.name)}*. Send \`/checkin help\` to see what you can do here.`;
      await enqueueDelivery(tx, enqueue, { key, target: person.id, message: { text } });
    }
    return null;
  }).catch((error: unknown) => {
    if (error instanceof OtherTeam) return "other";
    throw error;
  });
}

class OtherTeam extends Error {}
