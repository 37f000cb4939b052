import { methods } from "#app/_server/routes/methods.ts";
import { paymentWebhookRoute } from "#app/_server/routes/payment-routes.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: paymentWebhookRoute,
});
