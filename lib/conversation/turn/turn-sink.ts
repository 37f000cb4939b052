import type { Context } from "#lib/context/context.ts";
import type { LogRow } from "../queries/turn-log.ts";
import type { TurnChunk } from "../schema.ts";
import type { LiveTurn } from "../stream/live-turn.ts";
import { writeLogEntry } from "../stream/log-entry.ts";
import { type LoggedTurn, turnLog } from "../stream/turn-log.ts";
import type { QuotedPassage, Turn } from "./turn.ts";

/** Where a turn's chunks go: to its live readers and to its log. */
export class TurnSink {
  readonly #live: LiveTurn;
  readonly #logged: LoggedTurn;

  constructor(ctx: Context, { turnId, epoch }: Turn, live: LiveTurn) {
    this.#live = live;
    this.#logged = turnLog().open({ tenantId: ctx.tenantId, turnId, epoch }, live);
  }

  send(chunk: TurnChunk, quote?: QuotedPassage): void {
    this.#live.push(chunk);
    this.#logged.add(writeLogEntry({ chunk, quote }));
  }

  /** Adds a chunk to the log only. */
  log(chunk: TurnChunk): void {
    this.#logged.add(writeLogEntry({ chunk }));
  }

  /** Detaches the turn from the log writer. @returns the rows that are not written yet */
  close(): Promise<LogRow[]> {
    return turnLog().close(this.#logged);
  }
}
