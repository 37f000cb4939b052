import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { newId } from "#lib/core/ids.ts";
import type { LogOutcome, LogRow } from "../queries/turn-log.ts";
import { LiveTurn } from "./live-turn.ts";
import { TurnLog } from "./turn-log.ts";

type Answer = "accepted" | "busy" | "fenced" | "stop" | "lost";

/**
 * A log with a scripted database; accepted rows, also those with a lost reply, are stored by offset.
 */
function makeLog(answer: (row: LogRow, statement: number) => Answer = () => "accepted") {
  const statements: { at: number; rows: LogRow[] }[] = [];
  const stored = new Map<string, readonly string[]>();
  const log = new TurnLog(async (rows) => {
    statements.push({
      at: performance.now(),
      rows: rows.map((row) => ({ ...row, chunks: [...row.chunks] })),
    });
    const answered = rows.map((row): [LogRow, Answer] => [row, answer(row, statements.length)]);
    for (const [row, kind] of answered) {
      const key = `${row.turnId}/${row.firstOffset}`;
      const isTaken = kind !== "busy" && kind !== "fenced" && row.chunks.length > 0 && !stored.has(key);
      if (isTaken) stored.set(key, [...row.chunks]);
    }
    if (answered.some(([, kind]) => kind === "lost")) throw new Error("The connection was cut.");
    return answered.map(([{ turnId }, kind]): LogOutcome => {
      const outcome = kind === "stop" || kind === "lost" ? "accepted" : kind;
      return { turnId, outcome, isStopped: kind === "stop" };
    });
  });
  const open = () => {
    const live = new LiveTurn(1);
    const held = { tenantId: newId("ten"), turnId: newId("trn"), epoch: 1 };
    return { live, held, logged: log.open(held, live) };
  };
  /** All stored chunks of a turn, and whether each is at its offset. */
  const read = (turnId: string) => {
    const rows = [...stored].filter(([key]) => key.startsWith(turnId));
    const ordered = rows
      .map(([key, chunks]) => ({ offset: Number(key.split("/")[1]), chunks }))
      .sort((a, b) => a.offset - b.offset);
    let next = 0;
    for (const { offset, chunks } of ordered) {
      expect(offset, "no gap and no overlap").toBe(next);
      next += chunks.length;
    }
    return ordered.flatMap(({ chunks }) => chunks);
  };
  const finish = async (turn: ReturnType<typeof open>) => {
    const rest = await log.close(turn.logged);
    for (const row of rest) {
      const key = `${row.turnId}/${row.firstOffset}`;
      if (row.chunks.length > 0 && !stored.has(key)) stored.set(key, [...row.chunks]);
    }
  };
  return { log, statements, open, read, finish };
}

describe("TurnLog", () => {
  it("writes all turns of all tenants in at most one statement every 50 ms", async () => {
    const { statements, open, read, finish } = makeLog();
    const turns = Array.from({ length: 20 }, open);
    for (let i = 0; i < 60; i += 1) {
      for (const { logged } of turns) logged.add(`"${i}"`);
      await sleep(5);
    }
    for (const turn of turns) await finish(turn);
    const all = Array.from({ length: 60 }, (_, i) => `"${i}"`);
    for (const { held } of turns) expect(read(held.turnId)).toEqual(all);
    const gaps = statements.slice(1).map(({ at }, i) => at - (statements[i]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(45);
    expect(statements[1]?.rows).toHaveLength(20);
  });

  it("neither loses nor repeats chunks when a statement fails, stored or not", async () => {
    const { open, read, finish } = makeLog((_, statement) => (statement % 2 ? "lost" : "busy"));
    const turn = open();
    for (let i = 0; i < 80; i += 1) {
      turn.logged.add(`"${i}"`);
      await sleep(10);
    }
    await finish(turn);
    expect(read(turn.held.turnId)).toEqual(Array.from({ length: 80 }, (_, i) => `"${i}"`));
  });

  it("sends heartbeats for a silent turn, applies a stop, and drops a fenced turn", async () => {
    const isFenced = new Set<string>();
    const { log, statements, open } = makeLog(({ turnId }) => (isFenced.has(turnId) ? "fenced" : "stop"));
    const [fenced, stopped] = [open(), open()];
    isFenced.add(fenced.held.turnId);
    await expect.poll(() => stopped.live.stopCause).toBe("person");
    expect(fenced.live.stopCause).toBe("fence");
    expect(fenced.live.stopSignal.aborted).toBe(true);
    const asked = (turnId: string) =>
      statements.filter(({ rows }) => rows.some((row) => row.turnId === turnId)).length;
    await expect.poll(() => asked(stopped.held.turnId)).toBeGreaterThan(1);
    expect(asked(fenced.held.turnId)).toBe(1);
    await log.close(stopped.logged);
    const after = statements.length;
    await sleep(700);
    expect(statements.length, "nothing is asked when nothing runs").toBe(after);
  });

  it("stops a turn when the database does not accept its chunks", async () => {
    const { open } = makeLog(() => "busy");
    const turn = open();
    for (let i = 0; i < 50; i += 1) turn.logged.add(JSON.stringify("x".repeat(100_000)));
    expect(turn.live.stopCause).toBe("fence");
  });
});
