import { useCallback, useEffect, useState } from "react";
import { useSubmit } from "#components/ui/use-submit.ts";
import type { CheckoutRequest, PaymentView, RoomPrices } from "#lib/payments/schema.ts";
import type { RoomApi } from "./room-api.ts";

export type Payments = {
  /** Null while unknown, and on an instance without payments. */
  prices: RoomPrices | null;
  /** A payment that the reader has just made. */
  returned: PaymentView | "confirming" | null;
  error: string | null;
  isBusy: boolean;
  /** Leaves for the checkout. */
  buy(order: Omit<CheckoutRequest, "code">): void;
  dismiss(): void;
};

/** What can be bought in the room, and the payment with which the reader comes back from the checkout. */
export function usePayments(api: RoomApi, hasPayments: boolean): Payments {
  const { run, error, isBusy } = useSubmit();
  const [prices, setPrices] = useState<RoomPrices | null>(null);
  const [returned, setReturned] = useState<Payments["returned"]>(null);
  useEffect(() => {
    if (!hasPayments) return;
    // Without prices, nothing is offered.
    api.prices().then(setPrices, () => undefined);
    const id = new URLSearchParams(location.search).get("payment");
    if (!id) return;
    setReturned("confirming");
    history.replaceState(null, "", location.pathname);
    api.payment(id).then(setReturned, () => setReturned(null));
  }, [api, hasPayments]);
  const buy = useCallback(
    (order: Omit<CheckoutRequest, "code">) =>
      void run(async () => {
        const { url } = await api.checkout(order);
        location.assign(url);
        await new Promise(() => {});
      }),
    [run, api],
  );
  return { prices, returned, error, isBusy, buy, dismiss: () => setReturned(null) };
}
