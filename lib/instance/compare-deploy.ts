import type { OperatorContext } from "#lib/context/context.ts";
import { readSide } from "#lib/context/read-side.ts";
import { createCache } from "#lib/core/create-cache.ts";
import { singleton } from "#lib/core/singleton.ts";
import { listProcesses } from "./list-processes.ts";
import { readTurnFigures, type TurnFigures } from "./queries/operation.ts";

const LONGEST_MS = 24 * 3_600_000;
/** A day of a busy instance is millions of turns: they are counted no more often than this, whoever asks. */
const TTL_MS = 30_000;

export type DeployComparison = { at: Date; seconds: number; since: TurnFigures; before: TurnFigures };

const comparisons = () =>
  singleton("instance.deploy", () =>
    createCache("deploy", TTL_MS, (_key: string, operator: OperatorContext) => compare(operator), 1),
  );

/**
 * How turns went since the last deploy, beside as long a time before it, a day at most. The last deploy is when the oldest of the
 * processes that live began: each of them is of it. At most half a minute old; null where none lives.
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
