import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setPriority } from "node:os";
import { promisify } from "node:util";

/** Linux counts processor time in hundredths of a second, whatever the machine (USER_HZ). */
const TICK_MS = 10;
const PREFERRED = -15;

/** Fields of /proc/PID/stat from the third on (proc(5)): the second is a name that may hold spaces. */
function stat(pid: number): string[] {
  const line = readFileSync(`/proc/${pid}/stat`, "utf8");
  return line.slice(line.lastIndexOf(")") + 2).split(" ");
}

const ticks = (fields: string[], from: number) => (Number(fields[from]) + Number(fields[from + 1])) * TICK_MS;

/** Processor time that a process has used, all threads, in milliseconds. */
export function cpuMs(pid: number): number {
  return ticks(stat(pid), 11);
}

/** The same for a process and its children, those that have ended included. */
export function familyCpuMs(pid: number): number {
  const own = stat(pid);
  let sum = ticks(own, 11) + ticks(own, 13);
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const fields = stat(Number(name));
      if (Number(fields[1]) === pid) sum += ticks(fields, 11);
    } catch {
      // It ended while we looked.
    }
  }
  return sum;
}

export function parentOf(pid: number): number {
  return Number(stat(pid)[1]);
}

/** Memory of a process that is in RAM, in kB. */
export function rssKb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
}

/** How long a core has worked for anybody, in milliseconds. */
export function coreBusyMs(core: number): number {
  const line = new RegExp(`^cpu${core} (.*)$`, "m").exec(readFileSync("/proc/stat", "utf8"))?.[1] ?? "";
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line.split(" ").map(Number);
  return (user + nice + system + irq + softirq + steal) * TICK_MS;
}

/**
 * Gives processes the processor first, so that a load measures the server and not its own delay. Children
 * that start later inherit it. Without the right to do so, nothing changes.
 */
export function preferProcesses(pids: number[]): void {
  for (const pid of pids) {
    try {
      setPriority(pid, PREFERRED);
    } catch {
      // Only root may raise a priority.
    }
  }
}

/** Holds this process, and whatever it starts from now on, to a core. */
export async function pinSelf(core: number): Promise<void> {
  if (process.platform !== "linux")
    throw new Error("This bench reads /proc and pins processes to cores: it needs Linux.");
  await promisify(execFile)("taskset", ["-a", "-c", "-p", String(core), String(process.pid)]).catch(
    (cause: unknown) => {
      throw new Error(`This bench needs core ${core} for itself and taskset (of util-linux).`, { cause });
    },
  );
}
