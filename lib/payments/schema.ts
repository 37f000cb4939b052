import { z } from "zod";

const paymentKinds = ["pin", "back_room", "tip"] as const;
export type PaymentKind = (typeof paymentKinds)[number];
export type PaymentState = "pending" | "paid" | "failed" | "withdrawn";

/** In the smallest unit of the currency. */
const TIP_LIMITS = { min: 100, max: 50_000 };

export const checkoutRequest = z.object({
  kind: z.enum(paymentKinds),
  code: z.string().max(40),
  /** For a pin. */
  message_id: z.string().max(64).optional(),
  /** For a tip; other prices are the workspace's. */
  amount: z.number().int().min(TIP_LIMITS.min).max(TIP_LIMITS.max).optional(),
});
export type CheckoutRequest = z.infer<typeof checkoutRequest>;

/** What can be bought in a room. Null: not offered. Prices are in the smallest unit of the currency. */
export type RoomPrices = { currency: string; pin: number | null; back_room: number | null; tips: boolean };

/** A payment as its payer sees it. */
export type PaymentView = {
  id: string;
  kind: PaymentKind;
  state: PaymentState;
  /** Whether the payer's bank took it back, in contrast to a refund. */
  is_disputed: boolean;
  amount: number;
  currency: string;
  /** The back room, once it is paid. */
  room: { code: string; url: string } | null;
};
