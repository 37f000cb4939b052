import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { takeLongestWait } from "#db/storage.ts";
import { singleton } from "#lib/core/singleton.ts";
import { NO_LOAD } from "./start-limit.ts";
import { startSlots } from "./start-slots.ts";

const EVERY_MS = 250;
const SAMPLE_MS = 10;

/** Measures this process's load four times a second and adapts the number of its start slots. */
export function watchLoad(): void {
  singleton("loadWatch", () => {
    const delay = monitorEventLoopDelay({ resolution: SAMPLE_MS });
    delay.enable();
    startSlots().observe(NO_LOAD);
    let before = performance.eventLoopUtilization();
    let beforeCpu = threadCpuMs();
    let beforeAt = performance.now();
    return setInterval(async () => {
      // Without a sample the loop was blocked for the whole time.
      const loopDelayMs = delay.count === 0 ? EVERY_MS : Math.max(0, delay.mean / 1e6 - SAMPLE_MS);
      delay.reset();
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, before);
      before = now;
      const [cpuMs, at] = [threadCpuMs(), performance.now()];
      const cpu = Math.min(1, (cpuMs - beforeCpu) / (at - beforeAt));
      [beforeCpu, beforeAt] = [cpuMs, at];
      const connectionWaitMs = await takeLongestWait().catch(() => 0);
      startSlots().observe({ loopDelayMs, utilization, cpu, connectionWaitMs });
    }, EVERY_MS).unref();
  });
}

/** Processor time of this thread, in ms. Older versions of Node only know that of the whole process. */
function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) / 1_000;
}
