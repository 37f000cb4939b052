import { openKey } from "#lib/ai/connections/connected-model.ts";
import { connectionFetch } from "#lib/ai/connections/connection-fetch.ts";
import { listServerModels, type ModelServer } from "#lib/ai/connections/list-server-models.ts";
import { baseUrl, hasOpenai } from "#lib/ai/openai.ts";
import type { Context } from "#lib/context/context.ts";
import { createCache } from "#lib/core/create-cache.ts";
import { env } from "#lib/core/env.ts";
import { trustedFetch } from "#lib/core/outbound.ts";
import { singleton } from "#lib/core/singleton.ts";
import { findConnection } from "../queries/connections.ts";

const TTL_MS = 60_000;

const lists = () =>
  singleton("offered-models", () =>
    createCache("models", TTL_MS, async (_key: string, server: ModelServer) =>
      listServerModels(server).then(
        ({ models }) => models ?? [],
        () => [],
      ),
    ),
  );

/** The models of the workspace's server or the instance's, for a picker: empty where it lists none. */
export async function listModels(ctx: Context): Promise<string[]> {
  const connection = await findConnection(ctx);
  if (!connection) {
    if (!hasOpenai()) return [];
    const server = { baseUrl: baseUrl(), apiKey: env().OPENAI_API_KEY, fetch: trustedFetch };
    return lists().get("instance", server);
  }
  const apiKey = openKey(ctx.tenantId, connection.sealedKey) ?? undefined;
  const server = { baseUrl: connection.baseUrl, apiKey, fetch: connectionFetch() };
  return lists().get(`${ctx.tenantId} ${connection.updatedAt.getTime()}`, server);
}
