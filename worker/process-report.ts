import { monitorEventLoopDelay } from "node:perf_hooks";
import { liveTurns } from "#lib/conversation/stream/live-turn.ts";
import { env } from "#lib/core/env.ts";
import { newId } from "#lib/core/ids.ts";
import { hasOwnServer } from "#lib/core/server-mode.ts";
import { singleton } from "#lib/core/singleton.ts";
import { VERSION } from "#lib/core/version.ts";
import type { ProcessReport } from "#lib/instance/process-report.ts";

const MEGABYTE = 2 ** 20;
const MILLISECOND = 1e6;

const own = () =>
  singleton("process", () => {
    const delay = monitorEventLoopDelay({ resolution: 20 });
    delay.enable();
    return { id: newId("prc"), delay };
  });

/** Identity and current load of this process, and its event loop delay since the last report. */
export function reportProcess(streams: number): ProcessReport {
  const { id, delay } = own();
  const loopDelayMs = Math.round(Math.max(0, delay.percentile(99) / MILLISECOND - 20));
  delay.reset();
  return {
    id,
    // Without our own server, the process never runs jobs.
    role: hasOwnServer() ? env().SERVICE_TYPE : "main",
    version: VERSION,
    turnsInFlight: liveTurns().size,
    streams,
    memoryMb: Math.round(process.memoryUsage.rss() / MEGABYTE),
    loopDelayMs,
  };
}
