import { keyRoute } from "#app/_server/routes/key-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { probeQueue } from "#lib/jobs/probe-queue.ts";
import { queueProbeInput } from "#lib/jobs/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Sends a test job through the queue and returns how long it took. Needs a key that may add documents. */
  POST: keyRoute({ scope: "knowledge:write", body: queueProbeInput }, (ctx, { body }) =>
    probeQueue(ctx, body.timeoutSeconds),
  ),
});
