import pino from "pino";
import { env } from "./env.ts";
import { singleton } from "./singleton.ts";

/**
 * Writes JSON lines to stdout: `time, level, service, msg` and ids. `service` is the role of the process.
 * Never log message text, tokens, keys or email addresses: the redaction below is only the second defense.
 */
export function log(): pino.Logger {
  return singleton("log", () =>
    pino({
      level: env().LOG_LEVEL,
      base: { service: env().SERVICE_TYPE },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: [
          "*.authorization",
          "*.cookie",
          "*.token",
          "*.apiKey",
          "*.password",
          "*.text",
          "*.message",
          "headers",
        ],
        remove: true,
      },
    }),
  );
}

/**
 * The parts of an error that are safe to log. Database drivers put row values into `detail` and `parameters`.
 */
export function errorFields(error: unknown): { error: string; code?: string; stack?: string } {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const cause = error.cause instanceof Error ? ` (${error.cause.name})` : "";
  return {
    error: `${error.name}${cause}`,
    code,
    // A message may contain lines that look like stack frames.
    stack: error.stack
      ?.replace(error.message, "")
      .split("\n")
      .filter((line) => line.trimStart().startsWith("at "))
      .slice(0, 8)
      .join("\n"),
  };
}
