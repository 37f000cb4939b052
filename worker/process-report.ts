import { monitorEventLoopDelay } from "node:perf_hooks";
import { liveTurns } from "#lib/conversation/stream/live-turn.ts";
import { env } from "#lib/core/env.ts";
import { newId } from "#lib/core/ids.ts";
import { log } from "#lib/core/log.ts";
import { recentDeliveries } from "#lib/core/recent-deliveries.ts";
import { hasOwnServer } from "#lib/core/server-mode.ts";
import { singleton } from "#lib/core/singleton.ts";
import { VERSION } from "#lib/core/version.ts";
import type { ProcessReport } from "#lib/instance/process-report.ts";
import { openConnections } from "#lib/rooms/live/open-hub.ts";

const MEGABYTE = 2 ** 20;
const MILLISECOND = 1e6;
/** Over less time, the share says nothing. */
const LEAST_MS = 500;

const own = () =>
  singleton("process", () => {
    const delay = monitorEventLoopDelay({ resolution: 20 });
    delay.enable();
    return { id: newId("prc"), delay, cpu: { at: performance.now(), used: process.cpuUsage() } };
  });

/** Identity and current load of this process, and its event loop delay since the last report. */
export function reportProcess(streams: number): ProcessReport {
  const { id, delay, cpu } = own();
  const loopDelayMs = Math.round(Math.max(0, delay.percentile(99) / MILLISECOND - 20));
  delay.reset();
  const cpuPercent = takeCpuPercent(cpu);
  return {
    id,
    // Without our own server, the process never runs jobs.
    role: hasOwnServer() ? env().SERVICE_TYPE : "main",
    version: VERSION,
    turnsInFlight: liveTurns().size,
    streams,
    memoryMb: Math.round(process.memoryUsage.rss() / MEGABYTE),
    loopDelayMs,
    roomConnections: openConnections(),
    cpuPercent,
    deliveryMs: recentDeliveries().p95(Date.now()),
  };
}

/** For platforms that scale by figures from the log (deploy/ecs/template.yaml). */
export function logConnections(): void {
  if (env().SERVICE_TYPE === "websocket") log().info({ connections: openConnections() }, "room connections");
}

/** Of one core, since the last call. A process can use more than one. */
function takeCpuPercent(last: { at: number; used: NodeJS.CpuUsage }): number {
  const [at, used] = [performance.now(), process.cpuUsage()];
  const usedMs = (used.user + used.system - last.used.user - last.used.system) / 1_000;
  const elapsedMs = at - last.at;
  [last.at, last.used] = [at, used];
  return elapsedMs < LEAST_MS ? 0 : Math.round((100 * usedMs) / elapsedMs);
}
