import { methods } from "#app/_server/routes/methods.ts";
import { publicRoute } from "#app/_server/routes/public-route.ts";
import { notFound } from "#lib/core/errors.ts";

const nothing = publicRoute(async () => {
  throw notFound("address");
});

/** Whatever no route answers: in the one error shape, with a request id, like every other answer of the API. */
export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: nothing,
  POST: nothing,
  PUT: nothing,
  PATCH: nothing,
  DELETE: nothing,
});
