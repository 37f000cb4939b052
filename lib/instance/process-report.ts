import type { Id } from "#lib/core/ids.ts";

export type ProcessReport = {
  id: Id<"prc">;
  role: string;
  version: string;
  turnsInFlight: number;
  streams: number;
  memoryMb: number;
  loopDelayMs: number;
  roomConnections: number;
  cpuPercent: number;
  deliveryMs: number | null;
};
