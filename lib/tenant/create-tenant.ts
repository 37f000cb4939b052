import { reserveHandle } from "#lib/auth/admission/reserve-handle.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { insertTenant } from "./queries/tenants.ts";

/**
 * Creates a tenant. Only admission can provide `enter`, which creates the new tenant's context.
 * @throws ParleyError conflict if the slug is taken
 */
export async function createTenant(
  operator: OperatorContext,
  enter: (tenantId: Id<"ten">) => Context,
  input: { slug: string; name: string },
): Promise<Context> {
  const id = newId("ten");
  await insertTenant(operator, { id, ...input });
  const ctx = enter(id);
  if (!(await reserveHandle(ctx, { kind: "tenant", value: input.slug, targetId: id }))) {
    throw new ParleyError("conflict", `The name ${input.slug} is already taken.`);
  }
  return ctx;
}
