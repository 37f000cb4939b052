import { memberRoute, methods } from "#app/_server/routes/route.ts";
import { changePrice, forgetPrice } from "#lib/billing/update-price.ts";
import { priceInput } from "#lib/billing/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PUT: memberRoute({ permission: "usage:write", body: priceInput }, ({ ctx }, { body }) =>
    changePrice(ctx, body),
  ),
  /** `?model=` goes back to its list price. */
  DELETE: memberRoute({ permission: "usage:write" }, ({ ctx }, { query }) =>
    forgetPrice(ctx, priceInput.shape.model.parse(query.get("model") ?? "")),
  ),
});
