import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "./read-imports.ts";

const HELD = /^(?:app|components|lib|db|worker|realtime|widget)\/|^(?:server|proxy|instrumentation)\.ts$/;
const FREE = /^lib\/core\/env\.ts$|\.test\.tsx?$/;
const READS = [
  /\bprocess\s*\??\.\s*env\b/,
  /\bprocess\s*\[\s*["'`]env["'`]\s*\]/,
  /\bimport\.meta\.env\b/,
  /\{[^}]*\benv\b[^}]*\}\s*=\s*(?:globalThis\.)?process\b/,
  /import\s*\{[^}]*\benv\b[^}]*\}\s*from\s*["'](?:node:)?process["']/,
];

/** Exceptions: constants that Next replaces at build time, and variables needed before `env()` can run. */
const ALLOWED: Record<string, string> = {
  "proxy.ts": "process.env.NODE_ENV",
  "instrumentation.ts": "process.env.NEXT_RUNTIME",
  "lib/core/load-env-files.ts": "process.env",
  "app/_server/start-web-server.ts": "process.env.__NEXT_NODE_NATIVE_TS_LOADER_ENABLED",
};

/** `process.env` is read in lib/core/env.ts only. */
export function findEnvironmentReads(root: string, modules: string[]): Finding[] {
  const held = modules.filter((file) => HELD.test(file) && !FREE.test(file));
  return held.flatMap((file) =>
    environmentReads(file, readFileSync(join(root, file), "utf8")).map((line) => ({
      rule: "environment-one-reader",
      where: `${file}:${line}`,
      why: "Only lib/core/env.ts reads process.env: add the name to its schema.",
    })),
  );
}

/** Numbers of the lines that read the environment, except comments. */
export function environmentReads(file: string, source: string): number[] {
  return source.split("\n").flatMap((line, index) => {
    const isComment = /^\s*(?:\/\/|\/?\*)/.test(line);
    const allowed = ALLOWED[file];
    const rest = allowed ? line.replaceAll(allowed, "") : line;
    return !isComment && READS.some((pattern) => pattern.test(rest)) ? [index + 1] : [];
  });
}
