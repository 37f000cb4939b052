import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { rssKb } from "../host.ts";

/** Until what connecting has started is done. */
const REST_MS = 2_000;
const WITHIN_MS = 20_000;

/** Measures the memory that a process holds, without garbage, which is as much as there is room for. */
export class HeldMemory {
  readonly #file = join(mkdtempSync(join(tmpdir(), "parley-bench-")), "collected");
  /** For the process to be measured. */
  readonly settings = {
    NODE_OPTIONS: `--expose-gc --import=${resolve("bench/rooms/collect-garbage.ts")}`,
    BENCH_COLLECTED: this.#file,
  };

  /** Memory in RAM, in kB. */
  async of(pid: number): Promise<number> {
    await sleep(REST_MS);
    rmSync(this.#file, { force: true });
    process.kill(pid, "SIGUSR2");
    const until = performance.now() + WITHIN_MS;
    while (!existsSync(this.#file)) {
      if (performance.now() > until) throw new Error("The process did not collect its garbage.");
      await sleep(20);
    }
    return rssKb(pid);
  }
}
