import type { OperatorContext } from "#lib/context/context.ts";
import { readSide } from "#lib/context/read-side.ts";
import { createCache } from "#lib/core/create-cache.ts";
import { singleton } from "#lib/core/singleton.ts";
import { listProcesses } from "./list-processes.ts";
import { readTurnFigures, type TurnFigures } from "./queries/operation.ts";

const LONGEST_MS = 24 * 3_600_000;
/** A busy instance has millions of turns a day, so every caller shares a count that is at most this old. */
const TTL_MS = 30_000;

export type DeployComparison = { at: Date; seconds: number; since: TurnFigures; before: TurnFigures };

const comparisons = () =>
  singleton("instance.deploy", () =>
    createCache("deploy", TTL_MS, (_key: string, operator: OperatorContext) => compare(operator), 1),
  );

/**
 * Compares the turns since the last deploy with those of an equally long time before it, a day at most. The
 * last deploy is taken to be the start of the oldest live process. At most 30 seconds old; null if no process
 * is live.
 */
export async function compareDeploy(operator: OperatorContext): Promise<DeployComparison | null> {
  return comparisons().get("", operator);
}

async function compare(operator: OperatorContext): Promise<DeployComparison | null> {
  const living = (await listProcesses(operator)).filter(({ isAlive }) => isAlive);
  if (living.length === 0) return null;
  const at = new Date(Math.min(...living.map(({ startedAt }) => startedAt.getTime())));
  const span = Math.min(LONGEST_MS, Math.max(1_000, operator.now().getTime() - at.getTime()));
  const until = new Date(at.getTime() + span);
  const reader = readSide(operator);
  const [since, before] = await Promise.all([
    readTurnFigures(reader, at, until),
    readTurnFigures(reader, new Date(at.getTime() - span), at),
  ]);
  return { at, seconds: Math.round(span / 1_000), since, before };
}
