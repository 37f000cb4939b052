import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { insertPayment, type NewPayment, updatePaymentRow } from "./queries.ts";
import { stripe } from "./stripe.ts";

type Order = Omit<NewPayment, "id"> & {
  /** What the payer sees in the checkout. */
  name: string;
  returnUrl: string;
};

/**
 * Stores a pending payment and opens Stripe's checkout for it. Amount and currency come from the caller's
 * prices, never from the browser.
 * @returns the URL of the checkout
 * @throws ParleyError unavailable if Stripe does not answer
 */
export async function createCheckout(ctx: Context, { name, returnUrl, ...order }: Order): Promise<string> {
  const id = newId("pay");
  await insertPayment(ctx, { id, ...order });
  const metadata = { parley_tenant: ctx.tenantId, parley_payment: id };
  const price = {
    currency: order.currency,
    unit_amount: order.amount,
    product_data: { name },
  };
  try {
    const client = await stripe();
    const session = await client.checkout.sessions.create(
      {
        mode: "payment",
        line_items: [{ quantity: 1, price_data: price }],
        success_url: `${returnUrl}?payment=${id}`,
        cancel_url: returnUrl,
        client_reference_id: id,
        metadata,
        // Copied to the charge, so that a refund names the payment too.
        payment_intent_data: { metadata },
      },
      { idempotencyKey: id },
    );
    if (!session.url) throw new Error("Stripe returned no URL.");
    await updatePaymentRow(ctx, id, { sessionId: session.id, livemode: session.livemode });
    return session.url;
  } catch (error) {
    log().warn({ tenantId: ctx.tenantId, ...errorFields(error) }, "opening a checkout failed");
    await updatePaymentRow(ctx, id, { state: "failed" });
    throw new ParleyError("unavailable", "Payments aren't available right now. Try again later.");
  }
}
