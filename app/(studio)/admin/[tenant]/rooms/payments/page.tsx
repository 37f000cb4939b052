import type { Metadata } from "next";
import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { RoomTabs } from "#components/studio/rooms/room-tabs.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { RowList } from "#components/ui/row-list.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import { listPayments } from "#lib/rooms/studio/list-payments.ts";

type Props = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<{ before?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studioRooms"))("payments.title") };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ tenant }, { before }] = await Promise.all([params, searchParams]);
  const base = `/admin/${tenant}/rooms`;
  const { ctx } = await requireMember(tenant, "conversations:read", `${base}/payments`);
  const [t, format, { payments, before: next }] = await Promise.all([
    getTranslations("studioRooms"),
    getFormatter(),
    listPayments(ctx, { before: typeof before === "string" ? before : null }),
  ]);
  const money = (amount: number, currency: string) =>
    format.number(amount / 100, { style: "currency", currency: currency.toUpperCase() });
  return (
    <>
      <PageHead title={t("payments.title")} lead={t("payments.lead")} />
      <RoomTabs base={base} current="payments" hasPayments />
      {payments.length === 0 ? (
        <p className="text-ink-soft">{t("payments.empty")}</p>
      ) : (
        <RowList as="ol">
          {payments.map((payment) => {
            const { id, kind, state, amount, refunded, currency, payer, room, isTest, createdAt } = payment;
            const isPart = state === "paid" && refunded > 0;
            const said = payment.isDisputed ? "reversed" : state;
            return (
              <li key={id}>
                <div className="min-w-0 flex-1 basis-48 wrap-anywhere">
                  <p>{t(`payments.kinds.${kind}`, { name: isolateText(payer ?? t("payments.someone")) })}</p>
                  <p className="flex flex-wrap gap-x-4 text-small text-ink-muted">
                    {room ? (
                      <a className="text-accent hover:underline" href={`/r/${room.code}`}>
                        {room.title}
                      </a>
                    ) : (
                      <span>{t("payments.roomGone")}</span>
                    )}
                    <time dateTime={createdAt.toISOString()}>
                      {format.dateTime(createdAt, { dateStyle: "medium", timeStyle: "short" })}
                    </time>
                  </p>
                </div>
                <div className="ms-auto text-end">
                  <p
                    className={`font-strong tabular-nums ${state === "paid" ? "" : "font-normal text-ink-muted"} ${state === "withdrawn" ? "line-through" : ""}`}
                  >
                    {money(amount, currency)}
                  </p>
                  <p className="text-small text-ink-muted">
                    {isPart
                      ? t("payments.inPart", { amount: money(refunded, currency) })
                      : t(`payments.states.${said}`)}
                    {isTest && ` · ${t("payments.test")}`}
                  </p>
                </div>
              </li>
            );
          })}
        </RowList>
      )}
      {next && (
        <Link href={`${base}/payments?before=${next}`} className={buttonClass("outline", "mt-4")}>
          {t("payments.older")}
        </Link>
      )}
    </>
  );
}
