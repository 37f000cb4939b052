import type { Context } from "#lib/context/context.ts";
import { sealContext } from "#lib/context/seal.ts";
import type { Id } from "#lib/core/ids.ts";

/** Admits a queued job. Its enqueuer was admitted, and its payload holds only ids. */
export function admitJob(tenantId: Id<"ten">, jobId: string): Context {
  return sealContext({ tenantId, requestId: jobId, actor: { kind: "job", id: jobId } });
}
