import type { OperatorContext } from "#lib/context/context.ts";
import { singleton } from "#lib/core/singleton.ts";
import { type Counted, growthLimits } from "./growth.ts";
import { countRecent } from "./queries/operation.ts";

/** Counting a million messages takes a moment, and the page asks every few seconds. */
const KEEP_MS = 60_000;

const kept = () => singleton("growth", () => ({ at: 0, counting: null as Promise<Counted> | null }));

/** Photos and messages of the last 24 hours, and photos in work, at most a minute old. */
export function countGrowth(operator: OperatorContext): Promise<Counted> {
  const holder = kept();
  const now = operator.now().getTime();
  if (holder.counting && now - holder.at < KEEP_MS) return holder.counting;
  holder.at = now;
  holder.counting = countRecent(operator, growthLimits.messages).catch((error: unknown) => {
    holder.counting = null;
    throw error;
  });
  return holder.counting;
}
