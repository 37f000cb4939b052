import { connectedModel } from "#lib/ai/connections/connected-model.ts";
import { type ChosenModel, languageModel } from "#lib/ai/language-model.ts";
import type { Context } from "#lib/context/context.ts";
import { findConnection } from "../queries/connections.ts";

/** Returns the model for what is written without a chatbot: of the workspace's server, or the instance's. */
export async function workspaceModel(ctx: Context): Promise<ChosenModel> {
  const connection = await findConnection(ctx);
  return connection ? connectedModel(ctx.tenantId, connection) : languageModel();
}
