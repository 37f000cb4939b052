import { singleton } from "#lib/core/singleton.ts";
import { spread } from "#lib/rooms/live/spread.ts";
import type { WireBye } from "#lib/rooms/wire.ts";

type Session = { beat(): void; ping(): void; end(bye: WireBye): void };

/** The open sockets of this process. */
export const sessions = () => singleton("realtime.sessions", () => new Set<Session>());

const ROUND_MS = 12_500;
const PARTS = 25;

/** Checks each socket once a round, a part of them at a time, and pings it in every second round. */
export function keepAlive(): NodeJS.Timeout {
  let turn = 0;
  const check = () => {
    const [part, isPing] = [turn % PARTS, Math.floor(turn / PARTS) % 2 === 1];
    turn += 1;
    let place = 0;
    for (const session of sessions()) {
      if (place++ % PARTS !== part) continue;
      session.beat();
      if (isPing) session.ping();
    }
  };
  return setInterval(check, ROUND_MS / PARTS).unref();
}

/** Ends all sockets of this process. */
export function closeSessions(): void {
  for (const session of sessions()) session.end({ type: "bye", code: "draining", retryAfter: spread() });
}
