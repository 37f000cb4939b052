import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { priceInput } from "#lib/billing/schema.ts";
import { resetPrice, updatePrice } from "#lib/billing/update-price.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PUT: memberRoute({ permission: "usage:write", body: priceInput }, ({ ctx }, { body }) =>
    updatePrice(ctx, body),
  ),
  /** `?model=` returns to its list price. */
  DELETE: memberRoute({ permission: "usage:write" }, ({ ctx }, { query }) =>
    resetPrice(ctx, priceInput.shape.model.parse(query.get("model") ?? "")),
  ),
});
