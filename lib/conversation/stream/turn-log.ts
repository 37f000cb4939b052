import { setTimeout as sleep } from "node:timers/promises";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";
import { appendTurnLog, type LogOutcome, type LogRow } from "../queries/turn-log.ts";
import type { LiveTurn } from "./live-turn.ts";

const FLUSH_EVERY_MS = 50;
/** How often a silent turn sends a heartbeat and checks for stop requests. */
const HEARTBEAT_MS = 500;
const RETRY_MS = [100, 250, 500, 1_000];
/** Per statement; the rest goes into the next one. */
const FLUSH_ROWS = 500;
const FLUSH_CHARS = 1_000_000;
/**
 * A turn with more unwritten characters than this, because the database is not accepting them, is stopped.
 */
const PENDING_CHARS = 4_000_000;

type Held = { tenantId: Id<"ten">; turnId: Id<"trn">; epoch: number };
type Row = { firstOffset: number; chunks: string[]; isSent: boolean };
type Append = (rows: readonly LogRow[]) => Promise<LogOutcome[]>;

/** One turn's unwritten log entries, in order. */
export class LoggedTurn {
  readonly held: Held;
  readonly live: LiveTurn;
  heartbeatAt = performance.now();
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
   * Returns the rows to write. A row that was sent once is not extended: it may have been stored although the
   * reply was lost, so a second send must be identical.
   */
  rows(): LogRow[] {
    if (this.#rows.length === 0) return [{ ...this.held, firstOffset: this.#next, chunks: [] }];
    return this.#rows.map((row) => {
      row.isSent = true;
      return { ...this.held, firstOffset: row.firstOffset, chunks: row.chunks };
    });
  }

  markWritten(rows: readonly LogRow[]): void {
    const offsets = new Set(rows.map(({ firstOffset }) => firstOffset));
    this.#rows = this.#rows.filter((row) => !(row.isSent && offsets.has(row.firstOffset)));
    this.#chars = this.#rows.reduce(
      (sum, row) => sum + row.chunks.reduce((chars, chunk) => chars + chunk.length, 0),
      0,
    );
  }
}

/**
 * Writes the log of all turns of this process, of all tenants together: at most one statement every 50 ms.
 * The statement is also their heartbeat, and returns stop requests and which turns another process has taken
 * over.
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

  /**
   * Stops writing a turn and waits for the statement in flight.
   * @returns the rows that are not written yet
   */
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

  /** Longest-waiting turns first, so that none starves. */
  #due(): { turn: LoggedTurn; rows: LogRow[] }[] {
    const now = performance.now();
    const due: { turn: LoggedTurn; rows: LogRow[] }[] = [];
    let rows = 0;
    let chars = 0;
    for (const turn of [...this.#turns].sort((a, b) => a.heartbeatAt - b.heartbeatAt)) {
      if (!turn.isWaiting && now - turn.heartbeatAt < HEARTBEAT_MS) continue;
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
      const outcomes = await this.#append(due.flatMap(({ rows }) => rows));
      const byTurn = new Map(outcomes.map((one) => [one.turnId, one]));
      for (const { turn, rows } of due) this.#applyOutcome(turn, rows, byTurn.get(turn.held.turnId));
      return true;
    } catch (error) {
      log().warn({ turns: due.length, ...errorFields(error) }, "writing the turn log failed");
      return false;
    }
  }

  #applyOutcome(turn: LoggedTurn, rows: LogRow[], outcome: LogOutcome | undefined): void {
    if (outcome?.outcome === "busy") return;
    turn.heartbeatAt = performance.now();
    if (outcome?.outcome === "accepted") {
      turn.markWritten(rows);
      if (outcome.isStopped) turn.live.stopFor("person");
    } else {
      this.#turns.delete(turn);
      turn.live.stopFor("fence");
    }
  }
}

/** The turn log of this process. */
export function turnLog(): TurnLog {
  return singleton("turnLog", () => new TurnLog(appendTurnLog));
}
