import { instanceModel } from "#lib/ai/instance-model.ts";
import type { StandardModel } from "#lib/ai/schema.ts";
import type { Context } from "#lib/context/context.ts";
import { getConnection } from "./get-connection.ts";

/** Returns the model of the workspace's chatbots that have no model setting. */
export async function getStandardModel(ctx: Context): Promise<StandardModel> {
  const connection = await getConnection(ctx);
  return connection ? { id: connection.model, builtIn: false } : instanceModel();
}
