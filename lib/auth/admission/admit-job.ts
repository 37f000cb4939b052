import type { Context, OperatorContext } from "#lib/context/context.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import type { Id } from "#lib/core/ids.ts";

/** Admits a queued job. Its enqueuer was admitted, and its payload holds only ids. */
export function admitJob(tenantId: Id<"ten">, jobId: string): Context {
  return sealContext({ tenantId, requestId: jobId, actor: { kind: "job", id: jobId } });
}

/** The operator context, for a job that counts something for the whole instance. */
export function operatorOfJob({ actor, now }: Context): OperatorContext {
  if (actor.kind !== "job") throw new Error("Only a job may act for the instance.");
  return sealOperator(now);
}
