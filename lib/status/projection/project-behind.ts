import { admitJob } from "#lib/auth/admission/admit-job.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { listBehind } from "../queries/instance.ts";
import { project } from "./project.ts";

const BATCH = 50;

/** Projects the events that the process which appended them did not, because it ended or failed. */
export async function projectBehind(operator: OperatorContext): Promise<void> {
  for (const tenantId of await listBehind(operator, BATCH)) {
    await project(admitJob(tenantId, "project")).catch((error: unknown) =>
      log().error({ tenantId, ...errorFields(error) }, "projecting failed"),
    );
  }
}
