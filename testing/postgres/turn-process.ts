import "#register-skills.ts";
import { sql } from "drizzle-orm";
import { getChatbot } from "#lib/chatbot/get-chatbot.ts";
import type { Actor, Context } from "#lib/context/context.ts";
import { sealContext } from "#lib/context/seal.ts";
import { transaction } from "#lib/context/transaction.ts";
import { takeOver } from "#lib/conversation/handling/take-over.ts";
import type { ChatRequest } from "#lib/conversation/schema.ts";
import { followTurn } from "#lib/conversation/turn/follow-turn.ts";
import { runTurn } from "#lib/conversation/turn/run-turn.ts";
import { stopTurn } from "#lib/conversation/turn/stop-turn.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";

/** What a test asks of another process on the same database; answers come back under the same number. */
export type Command = { number: number; tenantId: Id<"ten">; actor: Actor } & (
  | { kind: "ask"; chatbotId: Id<"bot">; request: ChatRequest }
  | { kind: "follow"; name: string; cursor?: string }
  | { kind: "stop"; name: string }
  | { kind: "takeOver"; name: string }
  | { kind: "hold"; turnId: Id<"trn"> }
);
export type Answer = { number: number } & (
  | { kind: "event"; event: { id: string | null; chunk: Record<string, unknown> } }
  | { kind: "done" }
  | { kind: "failed"; code: string }
);

const limits = { firstTokenMs: 60_000, stallMs: 60_000, totalMs: 120_000, attempts: 1 };
const tell = (answer: Answer) => process.send?.(answer);

/** Holds a turn's row in a transaction that never ends. */
async function hold(ctx: Context, turnId: Id<"trn">): Promise<void> {
  await transaction(ctx, async (tx) => {
    await tx.db.execute(sql`select 1 from platform.turns where id = ${idToUuid(turnId)} for no key update`);
    tell({ number: 0, kind: "done" });
    await new Promise(() => undefined);
  });
}

process.on("message", async (command: Command) => {
  const { number, tenantId, actor } = command;
  const ctx = sealContext({ tenantId, actor });
  try {
    if (command.kind === "ask") {
      const chatbot = await getChatbot(ctx, command.chatbotId);
      const turn = await runTurn(ctx, { chatbot, request: command.request, limits });
      for await (const event of turn.events()) tell({ number, kind: "event", event } as Answer);
      await turn.ended;
    } else if (command.kind === "follow") {
      for await (const event of (await followTurn(ctx, command.name, { cursor: command.cursor })) ?? [])
        tell({ number, kind: "event", event } as Answer);
    } else if (command.kind === "takeOver") await takeOver(ctx, command.name);
    else if (command.kind === "hold") await hold(ctx, command.turnId);
    else await stopTurn(ctx, command.name);
    tell({ number, kind: "done" });
  } catch (error) {
    tell({ number, kind: "failed", code: (error as { code?: string }).code ?? String(error) });
  }
});
process.on("disconnect", () => process.exit(0));
process.send?.({ number: 0, kind: "done" } satisfies Answer);
