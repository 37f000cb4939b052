import { and, eq, sql } from "drizzle-orm";
import { members, tenants } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";

const needsSecondFactor = sql<boolean>`coalesce((${tenants.settings} ->> 'requireSecondFactor')::boolean, false)`;

export async function findMember(ctx: Context, userId: Id<"usr">) {
  const [row] = await ctx.db
    .select({ role: members.role, needsSecondFactor })
    .from(members)
    .innerJoin(tenants, eq(tenants.id, members.tenantId))
    .where(and(eq(members.tenantId, ctx.tenantId), eq(members.userId, userId)));
  return row ?? null;
}
