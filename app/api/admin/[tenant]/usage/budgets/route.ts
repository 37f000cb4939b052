import { memberRoute, methods } from "#app/_server/routes/route.ts";
import { changeBudget } from "#lib/billing/update-budget.ts";
import { budgetInput } from "#lib/billing/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PUT: memberRoute({ permission: "usage:write", body: budgetInput }, ({ ctx }, { body }) =>
    changeBudget(ctx, body),
  ),
});
