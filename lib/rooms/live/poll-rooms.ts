import { setTimeout as sleep } from "node:timers/promises";
import type { OperatorContext } from "#lib/context/context.ts";
import { env } from "#lib/core/env.ts";
import { kv } from "#lib/core/kv/open-kv.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";
import { readHeads, renewPresence } from "../queries/presence.ts";
import { processId } from "./process-id.ts";
import { hubs } from "./room-hub.ts";

/** Without messages between processes, only positions show that there is something new. */
const ALONE_MS = 250;
/** With them, polling recovers from lost messages. Lost rights are events, so they are noticed as soon. */
const RECHECK_MS = 2_500;
const RENEW_PRESENCE_MS = 10_000;

const polling = () => singleton("rooms.poll", () => ({ isRunning: false }));

/** Polls the newest positions of all rooms with readers in this process, in one statement. */
export function pollRooms(operator: OperatorContext): void {
  if (polling().isRunning) return;
  polling().isRunning = true;
  void run(operator).finally(() => {
    polling().isRunning = false;
  });
}

async function run(operator: OperatorContext): Promise<void> {
  let polledAt = performance.now();
  let renewedAt = performance.now();
  while (hubs().size > 0) {
    await sleep(ALONE_MS, undefined, { ref: false });
    const now = performance.now();
    try {
      if (now - renewedAt >= RENEW_PRESENCE_MS) {
        renewedAt = now;
        await renewPresence(operator, processId());
      }
      if (now - polledAt < RECHECK_MS && (await hasMessages())) continue;
      polledAt = now;
      await poll(operator);
    } catch (error) {
      log().warn(errorFields(error), "polling rooms failed");
    }
  }
}

/** Whether messages reach this process: it is the only one, or Redis responds. */
async function hasMessages(): Promise<boolean> {
  return kv().driver === "memory" ? !env().DATABASE_URL : kv().check();
}

async function poll(operator: OperatorContext): Promise<void> {
  const followed = [...hubs().values()];
  const heads = await readHeads(operator, followed);
  const byRoom = new Map(heads.map((head) => [head.roomId, head]));
  for (const hub of followed) {
    const head = byRoom.get(hub.roomId);
    if (!head) hub.end("deleted");
    else if (head.isExpired) hub.end("expired");
    else hub.receive({ epoch: head.epoch, offset: head.offset, events: [] });
  }
}
