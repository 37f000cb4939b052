import type { Context, OperatorContext } from "#lib/context/context.ts";
import { sealContext } from "#lib/context/seal.ts";
import type { Id } from "#lib/core/ids.ts";
import { claimAddress, findAddress, listTenantsWith, releaseAddress } from "../queries/addresses.ts";

/**
 * Admits what Slack signed for one of its workspaces, to the workspace that is connected to it.
 * @param slackTeamId Slack's id of its workspace
 * @returns null if none is
 */
export async function admitSlackTeam(slackTeamId: string, requestId: string): Promise<Context | null> {
  const tenantId = await findSlackTenant(slackTeamId);
  return tenantId && sealContext({ tenantId, requestId, actor: { kind: "job", id: "slack" } });
}

/** The workspace that a Slack workspace is connected to. Not within a transaction. */
export async function findSlackTenant(slackTeamId: string): Promise<Id<"ten"> | null> {
  return (await findAddress("slack", slackTeamId))?.tenantId ?? null;
}

/** @returns false if a workspace, this one or another, has it */
export function claimSlackTeam(tx: Context, slackTeamId: string): Promise<boolean> {
  return claimAddress(tx, "slack", slackTeamId, slackTeamId);
}

export function releaseSlackTeam(tx: Context, slackTeamId: string): Promise<void> {
  return releaseAddress(tx, "slack", slackTeamId);
}

/** The workspaces that are connected to Slack. */
export function listSlackTenants(operator: OperatorContext): Promise<Id<"ten">[]> {
  return listTenantsWith(operator, "slack");
}
