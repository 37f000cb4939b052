import { methods } from "#app/_server/routes/methods.ts";
import { operatorRoute } from "#app/_server/routes/operator-route.ts";
import { getInstance } from "#lib/instance/get-instance.ts";
import { instanceChange } from "#lib/instance/schema.ts";
import { updateInstance } from "#lib/instance/update-instance.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Omitted settings stay as they are. Every process applies the change within four seconds. */
  PATCH: operatorRoute({ body: instanceChange }, async ({ operator }, { body }) => {
    await updateInstance(operator, body);
    const { dispatch, alerts, planLimits } = await getInstance(operator);
    return { dispatch, alerts, planLimits };
  }),
});
