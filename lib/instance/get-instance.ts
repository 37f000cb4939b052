import type { OperatorContext } from "#lib/context/context.ts";
import { createCache } from "#lib/core/create-cache.ts";
import { singleton } from "#lib/core/singleton.ts";
import { readInstance } from "./queries/processes.ts";
import { type InstanceSettings, instanceSettings } from "./schema.ts";

/** Every process sees a change within this time. */
const TTL_MS = 4_000;

export type Instance = InstanceSettings & {
  /** Live processes that run jobs. */
  workers: number;
};

const instances = () => singleton("instance", () => createCache("instance", TTL_MS, load, 1));

async function load(_key: string, operator: OperatorContext): Promise<Instance> {
  const { settings, workers } = await readInstance(operator);
  return { ...instanceSettings.parse(settings), workers };
}

/** Settings of the instance and its number of workers, at most four seconds old. */
export async function getInstance(operator: OperatorContext): Promise<Instance> {
  return instances().get("", operator);
}

/** For a process that has just changed the settings. */
export function invalidateInstance(): void {
  instances().invalidate("");
}
