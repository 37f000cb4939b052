import { type Browser, chromium } from "@playwright/test";
import { findChromium } from "#testing/browser/find-chromium.ts";
import { type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { startServices } from "#testing/postgres/services.ts";
import { appLogin } from "./app-login.ts";
import { askTurn, type TurnTimes } from "./ask-turn.ts";
import { buildOnce, type Running, startFloor, startParley } from "./processes.ts";
import { percentile, print } from "./table.ts";

const WARM_UP = 15;
const ROUNDS = 3;
const TURNS = 60;
const PAGE_TURNS = 12;
const QUESTION = "How long does it take to charge the battery?";

type Subject = { name: string; running: Running; path: string; page: string };

/**
 * Time from a question to the model call and to the first token, at the HTTP edge and on the page, one turn
 * at a time, compared with a bare Next route with `streamText`; the model server answers without delay.
 */
export async function run({ json }: { json: boolean }): Promise<void> {
  const model = await startModelServer();
  model.script({ tokens: 50, chunkDelayMs: 4 });
  const services = await startServices();
  const subjects: Subject[] = [];
  const browser = await chromium.launch({ executablePath: await findChromium(), args: ["--no-sandbox"] });
  try {
    await buildOnce(".");
    await buildOnce("bench/floor");
    const wire = { OPENAI_EMBEDDING_MODEL: "bench-embedding" };
    const database = await appLogin(services.databaseUrl);
    const parley = { path: "/api/chat", page: "/c/support" };
    subjects.push({
      name: "bare Next + AI SDK (floor)",
      running: await startFloor(model.baseUrl),
      path: "/api/floor",
      page: "/",
    });
    subjects.push({
      name: "Parley, Postgres 17",
      running: await startParley(model.baseUrl, { ...wire, ...database }),
      ...parley,
    });
    subjects.push({
      name: "Parley, embedded database",
      running: await startParley(model.baseUrl, wire),
      ...parley,
    });
    subjects.push({
      name: "Parley, embedded, local embeddings",
      running: await startParley(model.baseUrl, {}),
      ...parley,
    });
    await new Promise((resolve) => setTimeout(resolve, 30_000));
    const rows = [];
    for (const subject of subjects) rows.push(await measure(subject, model, browser));
    print(rows, json);
  } finally {
    await browser.close();
    for (const { running } of subjects) await running.stop();
    await services.stop();
    await model.close();
  }
}

async function measure(subject: Subject, model: ModelServer, browser: Browser) {
  const samples: TurnTimes[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let i = 0; i < WARM_UP + TURNS; i += 1) {
      const sample = await askTurn(subject.running.url + subject.path, QUESTION, model);
      if (i >= WARM_UP) samples.push(sample);
    }
  }
  const onPage = await pageTurns(subject, browser);
  const ms = (values: number[], p: number) => percentile(values, p).toFixed(1);
  const toModel = samples.map((sample) => sample.toModel);
  const toFirstToken = samples.map((sample) => sample.toFirstToken);
  return {
    subject: subject.name,
    turns: samples.length,
    "to model call, ms p50": ms(toModel, 0.5),
    "p95 ": ms(toModel, 0.95),
    "to first token, ms p50": ms(toFirstToken, 0.5),
    p95: ms(toFirstToken, 0.95),
    "Enter to first token on page, ms p50": ms(onPage, 0.5),
    " p95": ms(onPage, 0.95),
  };
}

async function pageTurns({ running, page: path }: Subject, browser: Browser): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < PAGE_TURNS; i += 1) {
    const page = await browser.newPage();
    await page.goto(running.url + path, { waitUntil: "networkidle" });
    const box = page.getByRole("textbox").first();
    await box.fill(QUESTION);
    await page.evaluate(() => {
      const seen = new MutationObserver(() => {
        if (/word1\b/.test(document.body.textContent ?? ""))
          Object.assign(window, { firstToken: performance.now() });
        if ("firstToken" in window) seen.disconnect();
      });
      seen.observe(document.body, { subtree: true, childList: true, characterData: true });
      addEventListener("keydown", () => Object.assign(window, { pressed: performance.now() }), {
        once: true,
        capture: true,
      });
    });
    await box.press("Enter");
    await page.waitForFunction(() => "firstToken" in window);
    times.push(
      await page.evaluate(() => {
        const marks = window as unknown as { firstToken: number; pressed: number };
        return marks.firstToken - marks.pressed;
      }),
    );
    await page.close();
  }
  return times;
}
