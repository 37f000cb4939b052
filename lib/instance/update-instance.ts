import type { OperatorContext } from "#lib/context/context.ts";
import { log } from "#lib/core/log.ts";
import { invalidateInstance } from "./get-instance.ts";
import { writeSetting } from "./queries/processes.ts";
import type { InstanceChange } from "./schema.ts";

/** Changes the given settings of the instance. Every process applies them within seconds. */
export async function updateInstance(operator: OperatorContext, change: InstanceChange): Promise<void> {
  for (const [name, value] of Object.entries(change)) await writeSetting(operator, name, value);
  invalidateInstance();
  log().info({ settings: Object.keys(change) }, "instance changed");
}
