import { stripVTControlCharacters } from "node:util";
import { env } from "./env.ts";
import { errorFields, log } from "./log.ts";
import { isFirstReport } from "./report-once.ts";
import { singleton } from "./singleton.ts";

const levels = { error: "error", warn: "warn", info: "info", log: "info", debug: "debug" } as const;
const LONGEST = 300;
/** Next prints an error before it hands it to `onRequestError`, which knows the request. */
const REPORTED_WITHIN_MS = 100;

/**
 * Logs the framework's output and Node's warnings as one JSON line each. Error messages are left out, because
 * those of the database contain statements and their parameters. Development output is unchanged.
 */
export function captureConsole(): void {
  if (env().NODE_ENV === "development") return;
  singleton("capturedConsole", () => {
    for (const method of Object.keys(levels) as (keyof typeof levels)[]) {
      console[method] = (...parts: unknown[]) => record(levels[method], parts);
    }
    process.removeAllListeners("warning");
    process.on("warning", (warning) => {
      log().warn({ ...errorFields(warning), stack: undefined }, plainLine(warning.message));
    });
    return true;
  });
}

function record(level: (typeof levels)[keyof typeof levels], parts: unknown[]): void {
  const error = parts.find((part) => part instanceof Error);
  const text = parts.filter((part) => typeof part === "string").map(plainLine);
  const message = text.filter(Boolean).join(" ") || "framework message";
  const report = (found: Error) => isFirstReport(found) && log()[level](errorFields(found), message);
  if (error) setTimeout(report, REPORTED_WITHIN_MS, error);
  else log()[level](message);
}

/** The first line, without colors and without an error's message. */
export function plainLine(text: string): string {
  const [line = ""] = stripVTControlCharacters(text).split(/[\r\n]/, 1);
  return line
    .replace(/(\b\w*(?:Error|Exception)\b|Failed query|\berror):.*$/i, "$1")
    .trim()
    .slice(0, LONGEST);
}
