import { methods } from "#app/_server/routes/methods.ts";
import { ownPaymentRoute } from "#app/_server/routes/payment-routes.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: ownPaymentRoute,
});
