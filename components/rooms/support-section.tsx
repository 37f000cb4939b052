"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { FormError } from "#components/ui/field.tsx";
import { useMoney } from "./use-money.ts";
import type { Payments } from "./use-payments.ts";

const tipSteps = [200, 500, 1_000];

/** What the reader can buy in the room, besides pinning a message. */
export function SupportSection({ payments }: { payments: Payments }) {
  const t = useTranslations("rooms.payments");
  const money = useMoney();
  const { prices, error, isBusy, buy } = payments;
  if (!prices || (!prices.tips && prices.back_room === null)) return null;
  const { currency, tips, back_room: backRoom } = prices;
  return (
    <section className="grid gap-3" aria-labelledby="room-support">
      <h2 id="room-support" className="text-small font-semibold">
        {t("title")}
      </h2>
      <FormError>{error}</FormError>
      {tips && (
        <div className="flex flex-wrap gap-2">
          {tipSteps.map((amount) => (
            <Button key={amount} disabled={isBusy} onClick={() => buy({ kind: "tip", amount })}>
              {t("tip", { amount: money(amount, currency) })}
            </Button>
          ))}
        </div>
      )}
      {backRoom !== null && (
        <Button className="justify-self-start" disabled={isBusy} onClick={() => buy({ kind: "back_room" })}>
          {t("backRoom", { amount: money(backRoom, currency) })}
        </Button>
      )}
      <p className="text-note text-pretty text-ink-muted">
        {backRoom !== null && t("backRoomHint")} {t("recipient")}
      </p>
    </section>
  );
}
