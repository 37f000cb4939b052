import type { Context } from "#lib/context/context.ts";
import { findDelivery } from "../queries/deliveries.ts";
import { findInstallation } from "../queries/installations.ts";

export type MessageState = {
  state: "waiting" | "sent" | "failed" | "unknown";
  /** The channel's page in Slack, where its id is known. */
  link: string | null;
};

/** How a message fares that was stored under a key; null if there is none. */
export async function getMessageState(ctx: Context, key: string): Promise<MessageState | null> {
  const [row, installation] = await Promise.all([findDelivery(ctx, key), findInstallation(ctx)]);
  if (!row) return null;
  const channel = row.channel ?? row.target;
  const isKnown = installation !== null && /^[CG][A-Z0-9]+$/.test(channel);
  const query = new URLSearchParams({ team: installation?.teamId ?? "", channel });
  return {
    state: stateOf(row.state),
    link: isKnown ? `https://slack.com/app_redirect?${query}` : null,
  };
}

function stateOf(
  state: NonNullable<Awaited<ReturnType<typeof findDelivery>>>["state"],
): MessageState["state"] {
  switch (state) {
    case "due":
    case "sending":
      return "waiting";
    case "dismissed":
      return "failed";
    default:
      return state;
  }
}
