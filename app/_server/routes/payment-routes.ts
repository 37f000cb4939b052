import { notFound, ParleyError } from "#lib/core/errors.ts";
import { readPaymentEvent } from "#lib/payments/read-payment-event.ts";
import { checkoutRequest } from "#lib/payments/schema.ts";
import { hasPayments } from "#lib/payments/stripe.ts";
import { applyPaymentEvent } from "#lib/rooms/payments/apply-payment-event.ts";
import { getPayment } from "#lib/rooms/payments/get-payment.ts";
import { startCheckout } from "#lib/rooms/payments/start-checkout.ts";
import { setRoomCookie } from "../cookies/room-cookies.ts";
import { readBytes, readJson } from "../http/read-body.ts";
import { requireSameOrigin } from "../http/same-origin.ts";
import { roomRoute } from "./room-route.ts";
import { type RouteHandler, routeHandler } from "./route-handler.ts";

const EVENT_MAX_BYTES = 500_000;
const CHECKOUT_MAX_BYTES = 10_000;
const PAYMENT_WAIT_MS = 25_000;

const closed = routeHandler({}, async ({ request }) => {
  if (!request.headers.has("authorization")) requireSameOrigin(request);
  throw notFound("page");
});

const checkout = roomRoute(
  { body: checkoutRequest, maxBytes: CHECKOUT_MAX_BYTES, limit: "account" },
  ({ ctx, roomId }, { body }) => startCheckout(ctx, roomId, body),
);

/** For people in the room that the body names. Closed on an instance without payments. */
export const checkoutRoute: RouteHandler = async (request, route) => {
  if (!hasPayments()) return closed(request, route);
  const body = await readJson(request.clone(), CHECKOUT_MAX_BYTES).catch((error: unknown) => {
    if (error instanceof ParleyError) return null;
    throw error;
  });
  const { code } = (body ?? {}) as { code?: unknown };
  return checkout(request, { params: Promise.resolve({ code: typeof code === "string" ? code : "" }) });
};

/** For Stripe, by its signature over the raw bytes. An event that was not handled is sent again. */
export const paymentWebhookRoute = routeHandler({}, async ({ request, requestId }) => {
  if (!hasPayments()) throw notFound("page");
  const bytes = await readBytes(request, EVENT_MAX_BYTES);
  const event = await readPaymentEvent(bytes, request.headers.get("stripe-signature"));
  if (event) await applyPaymentEvent(event, requestId);
  return { received: true };
});

/** For the payer, whose browser it also admits to a back room. */
export const ownPaymentRoute = roomRoute({}, async ({ ctx, roomId }, { request, params }) => {
  const wait = { waitMs: PAYMENT_WAIT_MS, stop: request.signal };
  const { view, admits } = await getPayment(ctx, roomId, params.payment ?? "", wait);
  const response = Response.json(view, { headers: { "cache-control": "no-store" } });
  if (admits)
    for (const cookie of setRoomCookie(request.headers, admits.roomId, admits.token))
      response.headers.append("set-cookie", cookie);
  return response;
});
