import { connectionFetch } from "#lib/ai/connections/connection-fetch.ts";
import type { ConnectionTest, ConnectionTestInput } from "#lib/ai/connections/schema.ts";
import { testServer } from "#lib/ai/connections/test-server.ts";
import type { Context } from "#lib/context/context.ts";
import { findConnection } from "../queries/connections.ts";
import { chooseKey } from "./choose-key.ts";

/**
 * Tests a server with what a form holds, before it is saved.
 * @throws ParleyError `invalid` for an address or a key that cannot be used
 */
export async function testConnection(ctx: Context, input: ConnectionTestInput): Promise<ConnectionTest> {
  const { baseUrl, key } = chooseKey(ctx, input, await findConnection(ctx));
  const server = { baseUrl, apiKey: key ?? undefined, fetch: connectionFetch() };
  return testServer(server, input.model);
}
