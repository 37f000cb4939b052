import type { Context } from "#lib/context/context.ts";
import * as queries from "./queries/chatbots.ts";

export async function listChatbots(ctx: Context): Promise<{ id: string; handle: string; name: string }[]> {
  const rows = await queries.listChatbots(ctx);
  return rows.map(({ id, handle, name }) => ({ id, handle, name }));
}
