import { rebuildProjections } from "#lib/status/projection/rebuild-projections.ts";
import { verifyProjections } from "#lib/status/projection/verify-projections.ts";
import { readOptions } from "./read-options.ts";
import { inWorkspaces } from "./workspaces.ts";

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Rebuilds the projections of one workspace or of all. */
export async function rebuild(args: string[]): Promise<number> {
  const { target } = readOptions(args);
  await inWorkspaces(target.tenant, async (ctx) => {
    const started = performance.now();
    const events = await rebuildProjections(ctx);
    say(`${ctx.tenantId}: ${events} events projected in ${Math.round(performance.now() - started)} ms`);
  });
  return 0;
}

/** Compares the projections with the events. @returns 1 if they differ anywhere */
export async function verify(args: string[]): Promise<number> {
  const { target } = readOptions(args);
  const results = await inWorkspaces(target.tenant, async (ctx) => {
    const { position, hash, differences, changedEvents, parked } = await verifyProjections(ctx);
    const isSame = differences.length === 0 && changedEvents.length === 0;
    say(`${ctx.tenantId}: ${isSame ? "equal" : "different"} at position ${position}`);
    say(`  projections ${hash.projected}`);
    say(`  events      ${hash.folded}`);
    for (const stream of differences) say(`  different: ${stream}`);
    for (const id of changedEvents) say(`  no longer what was appended: ${id}`);
    if (parked > 0) say(`  Parked streams, with an event that cannot be applied: ${parked}`);
    return isSame;
  });
  return results.every(Boolean) ? 0 : 1;
}
