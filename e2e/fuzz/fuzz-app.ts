import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type AppMode, startApp } from "#e2e/fixtures/app-server.ts";
import { owner } from "#e2e/fixtures/person.ts";
import { rawLines } from "./judge-answer.ts";
import { type FuzzReport, runFuzz } from "./run-fuzz.ts";

export type AppFuzz = FuzzReport & { mode: AppMode; rawLines: string[] };
type Trial = { mode: AppMode; from?: string; count: number; seed: number };

/** Starts a separate app, sends it `count` odd requests, and reads its log. */
export async function fuzzApp({ mode, from, count, seed }: Trial): Promise<AppFuzz> {
  // With rate limits, refused requests would not be read further.
  const app = await startApp({ mode, from, env: { RATE_LIMIT_SCALE: "1000" } });
  try {
    const { cookie } = await owner(app);
    const port = Number(new URL(app.url).port);
    // Our own server prints one startup message as text.
    while (mode === "server" && !app.log().includes("API key ")) await sleep(50);
    const printed = app.log().length;
    const credentials = { apiKey: app.apiKey, sessionCookie: cookie };
    const report = await runFuzz({ port, pid: app.pid, credentials }, count, seed);
    if (app.isGone()) throw new Error("The process has exited.");
    return { ...report, mode, rawLines: rawLines(app.log().slice(printed)) };
  } finally {
    // Next alone waits for open streams indefinitely.
    await (mode === "server" ? app.stop("keep") : app.crash());
    rmSync(app.dataDir, { recursive: true, force: true });
  }
}
