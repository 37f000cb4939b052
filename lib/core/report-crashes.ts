import { errorFields, log } from "./log.ts";

/** Ends the process on an unhandled error, with a log line instead of Node's report. */
export function reportCrashes(): void {
  process.on("uncaughtException", (error) => {
    log().fatal(errorFields(error), "uncaught exception");
    process.exit(1);
  });
}
