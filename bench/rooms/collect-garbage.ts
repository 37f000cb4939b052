import { closeSync, openSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

/**
 * Loaded before a process under test: on SIGUSR2 it collects its garbage, so that what it then takes is what
 * its connections hold. It creates the file `BENCH_COLLECTED` when it is done.
 */
if (isMainThread)
  process.on("SIGUSR2", () => {
    const collect = globalThis.gc as undefined | ((options: object) => void);
    for (let round = 0; round < 3; round += 1)
      collect?.({ type: "major", execution: "sync", flavor: "last-resort" });
    closeSync(openSync(process.env.BENCH_COLLECTED ?? "", "w"));
  });
