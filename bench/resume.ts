import { startModelServer } from "#testing/model-server/model-server.ts";
import { startServices } from "#testing/postgres/services.ts";
import { appLogin } from "./app-login.ts";
import { buildOnce, type RunningParley, startParley } from "./processes.ts";
import { percentile, print } from "./table.ts";
import { type Event, events, storedAnswer, textOf } from "./turn-events.ts";

const STREAMS = 200;
const AT_ONCE = 50;
const TOKENS = 100;
const TOKEN_MS = 40;

type Outcome = { headMs: number; eventMs: number; isWhole: boolean };

/**
 * Answers cut at a random word and resumed by the cursor of their last event on another process while they
 * are still streaming. Whole: the words before and after the cut equal the stored text, byte for byte.
 */
export async function run({ json }: { json: boolean }): Promise<void> {
  const model = await startModelServer();
  const services = await startServices();
  const parleys: RunningParley[] = [];
  try {
    await buildOnce(".");
    const settings = {
      OPENAI_EMBEDDING_MODEL: "bench-embedding",
      REDIS_URL: "",
      ...(await appLogin(services.databaseUrl)),
    };
    for (let i = 0; i < 2; i += 1)
      parleys.push(await startParley(model.baseUrl, settings, { pinned: i === 0 }));
    const [one, other] = parleys as [RunningParley, RunningParley];
    model.script({ tokens: 5 });
    for (const { url, pid } of parleys)
      await cutAndResume({ ...one, url }, { ...one, url }, `warm-${pid}`, 1);
    model.script({ tokens: TOKENS, chunkDelayMs: TOKEN_MS });
    const outcomes: Outcome[] = [];
    let errors = 0;
    for (let at = 0; at < STREAMS; at += AT_ONCE) {
      const wave = Array.from({ length: AT_ONCE }, (_, i) =>
        cutAndResume(
          one,
          { ...other, apiKey: one.apiKey },
          `resume-${at + i}`,
          1 + (((at + i) * 37) % (TOKENS - 20)),
        ),
      );
      for (const settled of await Promise.allSettled(wave)) {
        if (settled.status === "fulfilled") outcomes.push(settled.value);
        else {
          errors += 1;
          process.stderr.write(`${settled.reason}\n`);
        }
      }
    }
    const of = (pick: (outcome: Outcome) => number, p: number) =>
      percentile(outcomes.map(pick), p).toFixed(1);
    print(
      [
        {
          streams: outcomes.length,
          "at once": AT_ONCE,
          "head p50, ms": of(({ headMs }) => headMs, 0.5),
          "head p95, ms": of(({ headMs }) => headMs, 0.95),
          "event p50, ms": of(({ eventMs }) => eventMs, 0.5),
          "event p95, ms": of(({ eventMs }) => eventMs, 0.95),
          incomplete: outcomes.filter(({ isWhole }) => !isWhole).length,
          errors,
        },
      ],
      json,
    );
    if (errors > 0 || outcomes.some(({ isWhole }) => !isWhole)) process.exitCode = 1;
  } finally {
    for (const parley of parleys) await parley.stop();
    await services.stop();
    await model.close();
  }
}

async function cutAndResume(
  from: RunningParley,
  to: RunningParley,
  conversation: string,
  cutAfter: number,
): Promise<Outcome> {
  const headers = { authorization: `Bearer ${from.apiKey}`, "content-type": "application/json" };
  const message = { id: `m-${conversation}`, parts: [{ type: "text", text: `Go on, ${conversation}` }] };
  const asked = await fetch(`${from.url}/api/chat`, {
    method: "POST",
    headers,
    body: JSON.stringify({ id: conversation, chatbot: "support", message }),
  });
  const seen: Event[] = [];
  for await (const event of events(asked)) {
    seen.push(event);
    if (seen.filter(({ chunk }) => chunk.type === "text-delta").length >= cutAfter) break;
  }
  const started = performance.now();
  const cursor = encodeURIComponent(seen.at(-1)?.id ?? "");
  const resumed = await fetch(`${to.url}/api/chat/${conversation}/stream?cursor=${cursor}`, { headers });
  const headMs = performance.now() - started;
  let eventMs = 0;
  for await (const event of events(resumed)) {
    eventMs ||= performance.now() - started;
    seen.push(event);
  }
  const text = textOf(seen);
  const isWhole = text !== "" && (await storedAnswer(to, conversation)) === text;
  return { headMs, eventMs, isWhole };
}
