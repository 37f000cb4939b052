import type { OperatorContext } from "#lib/context/context.ts";
import { singleton } from "#lib/core/singleton.ts";
import { purgeAttempts } from "./queries.ts";

const PURGE_EVERY_MS = 60_000;

/** Purges expired counts, at most once a minute in this process. Not awaited. */
export function purgeNowAndThen(operator: OperatorContext): void {
  const purged = singleton("limits.swept", () => ({ at: Number.NEGATIVE_INFINITY }));
  if (performance.now() - purged.at < PURGE_EVERY_MS) return;
  purged.at = performance.now();
  void purgeAttempts(operator).catch(() => undefined);
}
