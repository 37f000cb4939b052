import type { DirectAnswer, MessagePage } from "#lib/conversation/schema.ts";
import { lastUserText, type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { startServices } from "#testing/postgres/services.ts";
import { appLogin } from "./app-login.ts";
import { buildOnce, type RunningParley, startParley } from "./processes.ts";
import { percentile, print } from "./table.ts";

const USERS = 50;
const TURNS = 20;
const WARM_UP = 10;
const MODEL_DELAY_MS = 5_000;

type Tally = { times: number[]; errors: number; mismatches: number };

/**
 * Concurrent users of `POST /chat-direct`, each asking one turn after another, on a model that takes five
 * seconds to start. No worker (`next start`) and no Redis. A mismatch is an answer to another question, or
 * a conversation stored differently from how it ran.
 */
export async function run({ json }: { json: boolean }): Promise<void> {
  const model = await startModelServer();
  const services = await startServices();
  try {
    await buildOnce(".");
    const subjects = {
      "Postgres 17": await appLogin(services.databaseUrl),
      "embedded database": {} as Record<string, string>,
    };
    const rows = [];
    for (const [name, database] of Object.entries(subjects)) {
      const settings = { OPENAI_EMBEDDING_MODEL: "bench-embedding", REDIS_URL: "", ...database };
      const parley = await startParley(model.baseUrl, settings, { worker: false });
      try {
        rows.push(await measure(name, parley, model));
      } finally {
        await parley.stop();
      }
    }
    print(rows, json);
  } finally {
    await services.stop();
    await model.close();
  }
}

async function measure(subject: string, parley: RunningParley, model: ModelServer) {
  const tally: Tally = { times: [], errors: 0, mismatches: 0 };
  const echo = (body: Parameters<typeof lastUserText>[0]) =>
    `To ${lastUserText(body)
      .match(/user-\d+ turn-\d+ /g)
      ?.at(-1)}and that is all.`;
  model.script({ text: echo });
  for (let i = 0; i < WARM_UP; i += 1) await ask(parley, "user-0 turn-0 ");
  model.reset();
  model.script({ text: echo, firstDelayMs: MODEL_DELAY_MS });
  const started = performance.now();
  await Promise.all(Array.from({ length: USERS }, (_, user) => talk(parley, user, tally)));
  const seconds = (performance.now() - started) / 1_000;
  const calls = model.requests.filter(({ path }) => path.endsWith("/responses")).length;
  return {
    subject,
    users: USERS,
    turns: tally.times.length,
    "s p50": (percentile(tally.times, 0.5) / 1_000).toFixed(2),
    p95: (percentile(tally.times, 0.95) / 1_000).toFixed(2),
    worst: (Math.max(...tally.times) / 1_000).toFixed(2),
    "turns per second": (tally.times.length / seconds).toFixed(1),
    "model calls": calls,
    errors: tally.errors,
    mismatches: tally.mismatches,
  };
}

async function talk(parley: RunningParley, user: number, tally: Tally): Promise<void> {
  let conversationId: string | undefined;
  const said: string[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const question = `user-${user} turn-${turn} `;
    const started = performance.now();
    try {
      const answer = await ask(parley, question, conversationId);
      tally.times.push(performance.now() - started);
      conversationId ??= answer.conversationId;
      const isOwn = answer.content === `To ${question}and that is all.`;
      if (!isOwn || answer.conversationId !== conversationId) mismatch(tally, question, answer);
      said.push(`${question}how long does it take to charge the battery?`, answer.content);
    } catch (error) {
      tally.errors += 1;
      process.stderr.write(`${question}: ${error instanceof Error ? error.message : error}\n`);
    }
  }
  const response = await fetch(`${parley.url}/api/conversations/${conversationId}/messages`, {
    headers: { authorization: `Bearer ${parley.apiKey}` },
  });
  const { messages } = (await response.json()) as MessagePage;
  const stored = messages.map(({ text }) => text);
  if (stored.join("\n") !== said.join("\n")) {
    mismatch(
      tally,
      `user-${user}`,
      stored.find((text, i) => text !== said[i]),
    );
  }
}

function mismatch(tally: Tally, where: string, what: unknown): void {
  tally.mismatches += 1;
  process.stderr.write(`${where} does not match: ${JSON.stringify(what)}\n`);
}

async function ask(parley: RunningParley, question: string, conversationId?: string): Promise<DirectAnswer> {
  const response = await fetch(`${parley.url}/chat-direct`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${parley.apiKey}` },
    body: JSON.stringify({
      message: `${question}how long does it take to charge the battery?`,
      conversationId,
    }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as DirectAnswer;
}
