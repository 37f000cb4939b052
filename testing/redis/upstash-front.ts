import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient } from "@redis/client";

export type UpstashFront = {
  readonly url: string;
  readonly token: string;
  /** Requests so far, subscriptions included. */
  readonly requests: { path: string; commands: number }[];
  /** Answers with this status from now on; null answers truly. */
  failWith(status: number | null): void;
  /** Ends all subscriptions, as a restart would. */
  cutSubscriptions(): void;
  close(): Promise<void>;
};

type Command = (string | number)[];

/**
 * Upstash's REST protocol in front of a real Redis: commands, pipelines and transactions as JSON, base64
 * answers on request, subscriptions as server-sent events.
 */
export async function startUpstashFront(redisUrl: string): Promise<UpstashFront> {
  const token = "front-token";
  const redis = createClient({ url: redisUrl });
  redis.on("error", () => undefined);
  await redis.connect();
  const requests: UpstashFront["requests"] = [];
  const streams = new Set<ServerResponse>();
  let failure: number | null = null;

  const run = async (command: Command, isEncoded: boolean) => {
    try {
      const answer: unknown = await redis.sendCommand(command.map(String));
      return { result: isEncoded ? encode(answer) : answer };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };

  const subscribe = async (channel: string, response: ServerResponse) => {
    const subscriber = redis.duplicate();
    subscriber.on("error", () => undefined);
    await subscriber.connect();
    streams.add(response);
    response.once("close", () => {
      streams.delete(response);
      subscriber.destroy();
    });
    response.writeHead(200, { "content-type": "text/event-stream" });
    await subscriber.subscribe(channel, (text) => response.write(`data: message,${channel},${text}\n\n`));
    response.write(`data: subscribe,${channel},1\n\n`);
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? "/", "http://front").pathname;
    const body = await readBody(request);
    const json = (status: number, value: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    const commands = path === "/" ? [body] : body;
    requests.push({ path, commands: Array.isArray(commands) ? commands.length : 0 });
    if (failure !== null) return json(failure, { error: "scripted failure" });
    if (request.headers.authorization !== `Bearer ${token}`) return json(401, { error: "Unauthorized" });
    if (path.startsWith("/subscribe/"))
      return subscribe(decodeURIComponent(path.slice("/subscribe/".length)), response);
    const isEncoded = request.headers["upstash-encoding"] === "base64";
    if (path === "/") {
      const result = await run(body as Command, isEncoded);
      return json("error" in result ? 400 : 200, result);
    }
    if (path === "/pipeline")
      return json(200, await Promise.all((body as Command[]).map((command) => run(command, isEncoded))));
    return json(404, { error: `no such path: ${path}` });
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    requests,
    failWith(status) {
      failure = status;
    },
    cutSubscriptions() {
      for (const stream of streams) stream.destroy();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      redis.destroy();
    },
  };
}

/** As the service does: every text but the status OK. */
function encode(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(encode);
  if (typeof answer !== "string" || answer === "OK") return answer;
  return Buffer.from(answer).toString("base64");
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text ? JSON.parse(text) : null;
}
