import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { guardServer } from "#app/_server/door/guard-server.ts";
import type { UpgradeDoor } from "#app/_server/door/guard-upgrades.ts";
import { isBearerOf } from "#app/_server/http/bearer.ts";
import { connectionOptions, limitConnections } from "#app/_server/http/limit-connections.ts";
import { type OpenPort, openPort } from "#app/_server/http/open-port.ts";
import { REQUEST_ID_HEADER } from "#app/_server/http/request-id.ts";
import { metricsResponse } from "#app/_server/routes/metrics-response.ts";
import { isDraining } from "#lib/core/draining.ts";
import { env } from "#lib/core/env.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { readInstanceHealth } from "./read-instance-health.ts";

const HEALTH = new Set(["/health", "/api/health", "/api/health/ready"]);

/** Serves liveness, readiness, health, metrics and, with a door, sockets for a process without pages. */
export async function openStatus(
  { hostname, port }: { hostname: string; port: number },
  door: UpgradeDoor | null,
): Promise<OpenPort> {
  const server = createServer(connectionOptions(), (request, response) => {
    const requestId = String(request.headers[REQUEST_ID_HEADER]);
    const path = new URL(request.url ?? "/", "http://localhost").pathname.replace(/(?<=.)\/+$/, "");
    void answer(request, path, response).catch((error: unknown) => {
      log().error({ requestId, ...errorFields(error) }, "health report failed");
      send(response, 500, { error: { code: "internal", message: "Something went wrong on our side." } });
    });
  });
  guardServer(server, { door });
  limitConnections(server);
  return openPort(server, { hostname, port });
}

async function answer(request: IncomingMessage, path: string, response: ServerResponse): Promise<void> {
  const { method, headers } = request;
  const isKnown = HEALTH.has(path) || path === "/api/health/live" || path === "/api/metrics";
  if (!isKnown) return send(response, 404, { error: { code: "not_found", message: "Page not found." } });
  if (method !== "GET" && method !== "HEAD")
    return send(response, 405, { error: { code: "not_allowed", message: "Use GET." } });
  if (path === "/api/metrics") {
    if (!isBearerOf(headers.authorization, env().METRICS_TOKEN))
      return send(response, 401, {
        error: {
          code: "unauthorized",
          message: "This endpoint is for your metrics collector. Send METRICS_TOKEN as a bearer token.",
        },
      });
    const metrics = await metricsResponse();
    response.writeHead(200, Object.fromEntries(metrics.headers));
    response.end(await metrics.text());
    return;
  }
  if (path === "/api/health/live") return send(response, 200, { status: "ok", service: "parley" });
  const health = await readInstanceHealth();
  const isReady = health.status !== "down" && !(path === "/api/health/ready" && isDraining());
  send(response, isReady ? 200 : 503, health);
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    "content-type": "application/json",
    "cache-control": "no-store",
    ...(status === 503 ? { "retry-after": "5" } : {}),
  });
  response.end(JSON.stringify(body));
}
