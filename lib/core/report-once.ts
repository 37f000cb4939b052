import { singleton } from "./singleton.ts";

/** Whether an error is reported for the first time: the framework also prints errors that it passes to us. */
export function isFirstReport(error: Error): boolean {
  const reported = singleton("reportedErrors", () => new WeakSet<Error>());
  if (reported.has(error)) return false;
  reported.add(error);
  return true;
}
