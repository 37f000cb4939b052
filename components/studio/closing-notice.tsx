import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { buttonClass } from "#components/ui/button.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { OfferView } from "#lib/tenant/get-offer.ts";

type Props = { tenant: string; deleteAt: string | null; offer: OfferView | null };

/** Shown on every page of Studio if the workspace is scheduled for deletion or offered to the reader. */
export function ClosingNotice({ tenant, deleteAt, offer }: Props) {
  const t = useTranslations("studio.closing");
  const format = useFormatter();
  const isOffered = offer?.isToYou ?? false;
  if (!deleteAt && !isOffered) return null;
  return (
    <div
      role="note"
      className="mb-7 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 rounded-2xl border border-line bg-raised px-5 py-4"
    >
      <div className="min-w-0 flex-[1_1_16rem] text-pretty">
        {deleteAt && (
          <p className="text-danger">
            {t("willBeDeleted", { day: format.dateTime(new Date(deleteAt), { dateStyle: "long" }) })}
          </p>
        )}
        {isOffered && <p>{t("offeredToYou", { name: isolateText(offer?.from ?? "") })}</p>}
      </div>
      <Link className={buttonClass("outline")} href={`/admin/${tenant}/settings`}>
        {t("openSettings")}
      </Link>
    </div>
  );
}
