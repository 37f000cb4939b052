import { setTimeout as sleep } from "node:timers/promises";
import type { WebSocket } from "ws";
import { percentile } from "../table.ts";

/** One connection that receives texts. `send` where it can also say something to its room. */
export type Member = { room: number; kind: string; send?: (text: string) => void };

const EACH_TICK_MS = 20;
const SAID = /"said at ([\d.]+)"/;

/** Measures the time from a text until each of its room's members has it. */
export class Crowd {
  readonly members: Member[] = [];
  readonly delays = new Map<string, number[]>();
  #expected = 0;
  #received = 0;
  #isMeasuring = false;

  /** Called with each frame a member receives. Not parsed, because the clients share a core with Postgres. */
  receive(member: Member, frame: string): void {
    const saidAt = this.#isMeasuring && SAID.exec(frame)?.[1];
    if (!saidAt) return;
    this.#received += 1;
    const delays = this.delays.get(member.kind) ?? [];
    this.delays.set(member.kind, delays);
    delays.push(performance.now() - Number(saidAt));
  }

  /** Says `perSecond` texts, each in a room of a random size. */
  async talk(perSecond: number, ms: number, sizeOf: (room: number) => number): Promise<void> {
    const bySize = Map.groupBy(
      this.members.filter(({ send }) => send),
      ({ room }) => sizeOf(room),
    );
    const counts = Map.groupBy(this.members, ({ room }) => room);
    const sizes = [...bySize.values()];
    this.#isMeasuring = true;
    const started = performance.now();
    for (let said = 0; performance.now() - started < ms; ) {
      const due = ((performance.now() - started) / 1_000) * perSecond;
      for (; said < due; said += 1) {
        const among = sizes[said % sizes.length] ?? [];
        const speaker = among[Math.floor(Math.random() * among.length)];
        this.#expected += speaker ? (counts.get(speaker.room)?.length ?? 0) : 0;
        speaker?.send?.(`said at ${performance.now()}`);
      }
      await sleep(EACH_TICK_MS);
    }
    for (let tries = 0; this.#received < this.#expected && tries < 100; tries += 1) await sleep(100);
    this.#isMeasuring = false;
  }

  /** Forgets what was measured. */
  clear(): void {
    this.delays.clear();
    this.#expected = 0;
    this.#received = 0;
  }

  get lost(): number {
    return this.#expected - this.#received;
  }

  row(kind: string): Record<string, string | number> {
    const delays = this.delays.get(kind) ?? [];
    const at = (p: number) => percentile(delays, p).toFixed(1);
    return {
      connections: this.members.filter((member) => member.kind === kind).length,
      deliveries: delays.length,
      "p50, ms": at(0.5),
      p95: at(0.95),
      p99: at(0.99),
    };
  }
}

/** Runs `work` for all items, at most `most` at a time. */
export async function inParallel<T>(
  items: T[],
  most: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = [...items];
  await Promise.all(
    Array.from({ length: most }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
    }),
  );
}

/** @returns the first frame of this type */
export function firstFrame(socket: WebSocket, type: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const onMessage = (data: unknown) => {
      const frame = String(data);
      if (!frame.startsWith(`{"type":"${type}"`)) return;
      socket.off("message", onMessage).off("close", reject);
      resolve(frame);
    };
    socket.on("message", onMessage).once("close", reject);
  });
}
