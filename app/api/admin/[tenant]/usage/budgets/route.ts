import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { budgetInput } from "#lib/billing/schema.ts";
import { updateBudget } from "#lib/billing/update-budget.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PUT: memberRoute({ permission: "usage:write", body: budgetInput }, ({ ctx }, { body }) =>
    updateBudget(ctx, body),
  ),
});
