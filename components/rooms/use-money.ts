import { useFormatter } from "next-intl";

/** Formats an amount in the smallest unit of a currency with two decimals. */
export function useMoney(): (amount: number, currency: string) => string {
  const format = useFormatter();
  return (amount, currency) =>
    format.number(amount / 100, { style: "currency", currency: currency.toUpperCase() });
}
