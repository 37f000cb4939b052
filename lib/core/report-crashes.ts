import { errorFields, log } from "./log.ts";

/** Ends a process that an error has reached unhandled, with a line in the log instead of Node's report. */
export function reportCrashes(): void {
  process.on("uncaughtException", (error) => {
    log().fatal(errorFields(error), "uncaught exception");
    process.exit(1);
  });
}
