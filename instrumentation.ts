import type { Instrumentation } from "next";
import { notePageFailure } from "#app/_server/door/failed-pages.ts";
import { isFirstReport } from "#lib/core/report-once.ts";

/** Next calls this once at start, under `next start` as well as inside our own server. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "edge") return;
  const { openTracing } = await import("#lib/core/open-tracing.ts");
  await openTracing();
  const { captureConsole } = await import("#lib/core/capture-console.ts");
  captureConsole();
  const { hasOwnServer } = await import("#lib/core/server-mode.ts");
  // Our own server limits its connections, and starts housekeeping once its database is open.
  if (hasOwnServer()) return;
  const { limitOtherServers } = await import("#app/_server/http/limit-other-servers.ts");
  limitOtherServers();
  const { guardEveryServer } = await import("#app/_server/door/guard-every-server.ts");
  guardEveryServer();
  const { watchLoad } = await import("#lib/limits/starts/watch-load.ts");
  watchLoad();
  const { startHousekeeping } = await import("#worker/housekeeping-loop.ts");
  startHousekeeping();
}

/** Errors of pages. Routes log their own and never throw. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  // Before anything is awaited: the response begins soon, and Next prints the error itself.
  const failure = notePageFailure(String(request.headers["x-request-id"] ?? ""), error);
  if (process.env.NEXT_RUNTIME === "edge" || (error instanceof Error && !isFirstReport(error))) return;
  const { errorFields, log } = await import("#lib/core/log.ts");
  const digest = (error as { digest?: unknown }).digest;
  log()[failure === "invalid" ? "info" : "error"](
    {
      requestId: request.headers["x-request-id"],
      route: context.routePath,
      digest: typeof digest === "string" ? digest : undefined,
      ...errorFields(error),
    },
    "page failed",
  );
};
