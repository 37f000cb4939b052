import { methods } from "#app/_server/routes/methods.ts";
import { checkoutRoute } from "#app/_server/routes/payment-routes.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: checkoutRoute,
});
