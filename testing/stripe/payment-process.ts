import { readPaymentEvent } from "#lib/payments/read-payment-event.ts";
import { applyPaymentEvent } from "#lib/rooms/payments/apply-payment-event.ts";

/** What a test sends to another process on the same database: a webhook's body and its signature. */
export type PaymentOrder = { number: number; body: string; signature: string };
/** `outcome`: `done`, or an error's code. */
export type PaymentAnswer = { number: number; outcome: string };

const answer = (text: PaymentAnswer) => process.send?.(text);

process.on("message", async ({ number, body, signature }: PaymentOrder) => {
  try {
    const event = await readPaymentEvent(Buffer.from(body), signature);
    if (event) await applyPaymentEvent(event, `test-${number}`);
    answer({ number, outcome: "done" });
  } catch (error) {
    answer({ number, outcome: (error as { code?: string }).code ?? String(error) });
  }
});
process.on("disconnect", () => process.exit(0));
answer({ number: 0, outcome: "ready" });
