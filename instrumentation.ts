import type { Instrumentation } from "next";

/** Next calls this once at start, under `next start` as well as inside our own server. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "edge") return;
  const { openTracing } = await import("#lib/core/open-tracing.ts");
  await openTracing();
  const { hasOwnServer } = await import("#lib/core/server-mode.ts");
  // Our own server limits its connections, and starts housekeeping once its database is open.
  if (hasOwnServer()) return;
  const { limitOtherServers } = await import("#app/_server/http/limit-other-servers.ts");
  limitOtherServers();
  const { watchLoad } = await import("#lib/limits/starts/watch-load.ts");
  watchLoad();
  const { startHousekeeping } = await import("#worker/housekeeping-loop.ts");
  startHousekeeping();
}

/** Errors of pages. Routes log their own and never throw. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME === "edge") return;
  const { errorFields, log } = await import("#lib/core/log.ts");
  const digest = (error as { digest?: unknown }).digest;
  log().error(
    {
      requestId: request.headers["x-request-id"],
      route: context.routePath,
      digest: typeof digest === "string" ? digest : undefined,
      ...errorFields(error),
    },
    "page failed",
  );
};
