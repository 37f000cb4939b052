import type { OperatorContext } from "#lib/context/context.ts";
import { briefly } from "#lib/core/briefly.ts";
import { singleton } from "#lib/core/singleton.ts";
import { readInstance } from "./queries/processes.ts";
import { type InstanceSettings, instanceSettings } from "./schema.ts";

/** A change is seen by every process within this time. */
const TTL_MS = 4_000;

export type Instance = InstanceSettings & {
  /** Processes that work on the queue and live. */
  workers: number;
};

const known = () =>
  singleton("instance", () => ({
    operator: null as OperatorContext | null,
    cache: briefly<Instance>("instance", TTL_MS, async () => {
      const { operator } = known();
      if (!operator) throw new Error("No operator context was given.");
      const { settings, workers } = await readInstance(operator);
      return { ...instanceSettings.parse(settings), workers };
    }),
  }));

/** What the instance's owner has set and who works in it, at most four seconds old. */
export async function getInstance(operator: OperatorContext): Promise<Instance> {
  const holder = known();
  holder.operator = operator;
  return holder.cache.get("");
}

/** For a process that has just changed it. */
export function invalidateInstance(): void {
  known().cache.forget("");
}
