import { methods } from "#app/_server/routes/methods.ts";
import { publicRoute } from "#app/_server/routes/public-route.ts";
import { notFound } from "#lib/core/errors.ts";

const nothing = publicRoute(async () => {
  throw notFound("endpoint");
});

/** Paths without a route: 404 in the shared error shape, with a request id. */
export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: nothing,
  POST: nothing,
  PUT: nothing,
  PATCH: nothing,
  DELETE: nothing,
});
