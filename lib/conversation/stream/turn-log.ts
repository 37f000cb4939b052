import { setTimeout as sleep } from "node:timers/promises";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";
import { appendTurnLog, type LogOutcome, type LogRow } from "../queries/turn-log.ts";
import type { LiveTurn } from "./live-turn.ts";

const FLUSH_EVERY_MS = 50;
/** How often a turn that says nothing asks whether it is to stop, and shows that it lives. */
const ASK_EVERY_MS = 500;
const RETRY_MS = [100, 250, 500, 1_000];
/** In one statement; what is over waits for the next. */
const FLUSH_ROWS = 500;
const FLUSH_CHARS = 1_000_000;
/** A turn whose unwritten words pass this, because the database does not take them, is given up. */
const PENDING_CHARS = 4_000_000;

type Held = { tenantId: Id<"ten">; turnId: Id<"trn">; epoch: number };
type Row = { firstOffset: number; chunks: string[]; isSent: boolean };
type Append = (rows: readonly LogRow[]) => Promise<LogOutcome[]>;

/** One turn's part of the log: what is not written yet, in order. */
export class LoggedTurn {
  readonly held: Held;
  readonly live: LiveTurn;
  askedAt = performance.now();
  #rows: Row[] = [];
  #next = 0;
  #chars = 0;

  constructor(held: Held, live: LiveTurn) {
    this.held = held;
    this.live = live;
  }

  /** Adds a chunk, as JSON. */
  add(json: string): void {
    const last = this.#rows.at(-1);
    if (last && !last.isSent) last.chunks.push(json);
    else this.#rows.push({ firstOffset: this.#next, chunks: [json], isSent: false });
    this.#next += 1;
    this.#chars += json.length;
    if (this.#chars > PENDING_CHARS) this.live.stopFor("fence");
  }

  get isWaiting(): boolean {
    return this.#rows.length > 0;
  }

  get chars(): number {
    return this.#chars;
  }

  /**
   * What is to be written. A row that was sent once keeps its bounds: nobody knows whether it arrived, and sent again
   * it must be the same.
   */
  rows(): LogRow[] {
    if (this.#rows.length === 0) return [{ ...this.held, firstOffset: this.#next, chunks: [] }];
    return this.#rows.map((row) => {
      row.isSent = true;
      return { ...this.held, firstOffset: row.firstOffset, chunks: row.chunks };
    });
  }

  written(rows: readonly LogRow[]): void {
    const offsets = new Set(rows.map(({ firstOffset }) => firstOffset));
    this.#rows = this.#rows.filter((row) => !(row.isSent && offsets.has(row.firstOffset)));
    this.#chars = this.#rows.reduce(
      (sum, row) => sum + row.chunks.reduce((chars, chunk) => chars + chunk.length, 0),
      0,
    );
  }
}

/**
 * Writes what all turns of this process send: every 50 ms at most one statement, for all tenants together. The same
 * statement shows that the turns live, and brings stop requests and the news that another process has taken one over.
 */
export class TurnLog {
  readonly #append: Append;
  readonly #turns = new Set<LoggedTurn>();
  #flight: Promise<void> = Promise.resolve();
  #isRunning = false;

  constructor(append: Append) {
    this.#append = append;
  }

  open(held: Held, live: LiveTurn): LoggedTurn {
    const turn = new LoggedTurn(held, live);
    this.#turns.add(turn);
    if (!this.#isRunning) void this.#run();
    return turn;
  }

  /** Takes a turn out of the log's hands. @returns what is left to write, once nothing of it is under way any more */
  async close(turn: LoggedTurn): Promise<LogRow[]> {
    this.#turns.delete(turn);
    await this.#flight;
    return turn.rows();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    let failures = 0;
    while (this.#turns.size > 0) {
      await sleep(failures === 0 ? FLUSH_EVERY_MS : (RETRY_MS[failures - 1] ?? 1_000));
      const due = this.#due();
      if (due.length === 0) continue;
      const flight = this.#flush(due);
      this.#flight = flight.then(() => undefined);
      failures = (await flight) ? 0 : Math.min(failures + 1, RETRY_MS.length);
    }
    this.#isRunning = false;
  }

  /** Those that wait longest come first, so that none is left behind. */
  #due(): { turn: LoggedTurn; rows: LogRow[] }[] {
    const now = performance.now();
    const due: { turn: LoggedTurn; rows: LogRow[] }[] = [];
    let rows = 0;
    let chars = 0;
    for (const turn of [...this.#turns].sort((a, b) => a.askedAt - b.askedAt)) {
      if (!turn.isWaiting && now - turn.askedAt < ASK_EVERY_MS) continue;
      if (due.length > 0 && (rows >= FLUSH_ROWS || chars + turn.chars > FLUSH_CHARS)) break;
      const own = turn.rows();
      due.push({ turn, rows: own });
      rows += own.length;
      chars += turn.chars;
    }
    return due;
  }

  async #flush(due: { turn: LoggedTurn; rows: LogRow[] }[]): Promise<boolean> {
    try {
      const told = await this.#append(due.flatMap(({ rows }) => rows));
      const byTurn = new Map(told.map((outcome) => [outcome.turnId, outcome]));
      for (const { turn, rows } of due) this.#heard(turn, rows, byTurn.get(turn.held.turnId));
      return true;
    } catch (error) {
      log().warn({ turns: due.length, ...errorFields(error) }, "turn log not written");
      return false;
    }
  }

  #heard(turn: LoggedTurn, rows: LogRow[], told: LogOutcome | undefined): void {
    if (told?.outcome === "busy") return;
    turn.askedAt = performance.now();
    if (told?.outcome === "accepted") {
      turn.written(rows);
      if (told.isStopped) turn.live.stopFor("person");
    } else {
      this.#turns.delete(turn);
      turn.live.stopFor("fence");
    }
  }
}

/** The one of this process. */
export function turnLog(): TurnLog {
  return singleton("turnLog", () => new TurnLog(appendTurnLog));
}
