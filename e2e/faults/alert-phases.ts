import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { closeStorage } from "#db/storage.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { defaultAlertLimits } from "#lib/instance/schema.ts";
import { updateInstance } from "#lib/instance/update-instance.ts";
import type { Cluster } from "./cluster.ts";
import type { Journal } from "./journal.ts";
import { dispatchEach, KNOWN_MS } from "./role-phases.ts";
import type { Traffic } from "./traffic.ts";

/** Longer than a worker may be silent, a look, and a message take together. */
const HEARD_WITHIN_MS = 180_000;
const PAUSED_MS = 75_000;
const FEW = 5;

type Message = { at: number; key: string; event: string; rule: string; text: string };
export type Webhook = { url: string; messages: Message[]; close(): Promise<void> };

/** A customer's endpoint that receives alerts. */
export async function startWebhook(): Promise<Webhook> {
  const messages: Message[] = [];
  const server = createServer(async (request, response) => {
    const { event, rule, text } = (await json(request)) as Record<string, string>;
    const key = String(request.headers["idempotency-key"]);
    messages.push({ at: performance.now(), key, event: event ?? "", rule: rule ?? "", text: text ?? "" });
    response.writeHead(204).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`,
    messages,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Real outages, one after another: when each alert fires and when it resolves, each once. */
export async function phasesOfAlerts(
  { services, workers }: Cluster,
  { messages }: Webhook,
  journal: Journal,
  traffic: Traffic,
) {
  const rows: Record<string, string | number>[] = [];
  const heard = async (rule: string, event: string, since: number) => {
    for (const until = since + HEARD_WITHIN_MS; performance.now() < until; await sleep(50)) {
      const message = messages.find((one) => one.rule === rule && one.event === event && one.at >= since);
      if (message) return message;
    }
    return null;
  };
  const after = (message: Message | null, since: number) =>
    message ? ((message.at - since) / 1_000).toFixed(1) : "NOT HELD: never notified";
  const phase = async (what: string, rule: string, begin: () => unknown, end: () => unknown) => {
    journal.faults.push({ at: performance.now(), fault: what });
    const begun = performance.now();
    await begin();
    const fired = await heard(rule, "alert.fired", begun);
    const ended = performance.now();
    await end();
    const cleared = await heard(rule, "alert.cleared", ended);
    // What comes twice comes within a look or two.
    await sleep(2_000);
    const sent = messages.filter((one) => one.rule === rule && one.at >= begun);
    const keys = new Set(sent.map(({ key }) => key));
    rows.push({
      outage: what,
      "notified, s": after(fired, begun),
      "over, s": after(cleared, ended),
      messages: sent.length === 2 && keys.size === 2 ? 2 : `NOT HELD: ${sent.length}`,
      "what they say": sent.map(({ text }) => text).join(" / "),
    });
  };
  const [worker] = workers;
  await phase(
    "Redis stopped",
    "redis",
    () => services?.redis.end("SIGTERM"),
    () => services?.redis.start(),
  );
  await phase(
    "Postgres stopped",
    "database",
    () => services?.postgres.end("SIGINT"),
    () => services?.postgres.start(),
  );
  let pausing: Promise<unknown> | undefined;
  await phase(
    "worker hangs",
    "worker",
    () => {
      pausing = worker?.pause(PAUSED_MS);
    },
    () => pausing,
  );
  const limits = { ...defaultAlertLimits, queueDepth: FEW };
  await updateInstance(sealOperator(), { alerts: limits });
  await dispatchEach("queued");
  await phase(
    "no worker for what is queued",
    "queueDepth",
    async () => {
      await worker?.hold();
      await sleep(KNOWN_MS);
      await traffic.flow(10, 2_000, () => ({ words: 5, delayMs: 5 }));
    },
    () => worker?.resume(),
  );
  await updateInstance(sealOperator(), { alerts: defaultAlertLimits });
  await closeStorage();
  return rows;
}
