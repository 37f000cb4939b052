import { methods } from "#app/_server/routes/methods.ts";
import { publicFormRoute } from "#app/_server/routes/public-form-route.ts";
import { publicRoute } from "#app/_server/routes/public-route.ts";
import { updateSubscription } from "#lib/mail/update-subscription.ts";

const tokenOf = (query: URLSearchParams) => query.get("token") ?? "";

/** For people and mail programs (RFC 8058), which send no Origin. The token allows nothing else. */
export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** For mail programs that open the link instead. It changes nothing. */
  GET: publicRoute(async ({ query }) => {
    const location = `/unsubscribe#${encodeURIComponent(tokenOf(query))}`;
    return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
  }),
  POST: publicFormRoute({}, (operator, { query }) => updateSubscription(operator, tokenOf(query), false)),
  /** Subscribes again. */
  DELETE: publicFormRoute({}, (operator, { query }) => updateSubscription(operator, tokenOf(query), true)),
});
