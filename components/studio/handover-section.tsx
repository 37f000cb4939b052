"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { FormError, SelectField } from "#components/ui/field.tsx";
import { Section } from "#components/ui/section.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { OfferView } from "#lib/tenant/get-offer.ts";

type Props = {
  tenant: string;
  offer: OfferView | null;
  /** Members that an owner can offer the workspace to; null for members who are not owners. */
  candidates: { id: string; name: string }[] | null;
};

/** Offers the workspace to another member, and lets that member accept. */
export function HandoverSection({ tenant, offer, candidates }: Props) {
  const t = useTranslations("studio.closing");
  const form = useTranslations("form");
  const router = useRouter();
  const { isBusy, error, run } = useSubmit();
  const [chosen, setChosen] = useState<{ id: string; name: string } | null>(null);
  const address = `/api/admin/${tenant}/handover`;
  const call = (method: "POST" | "PUT" | "DELETE", body?: object) =>
    void run(async () => {
      await callApi(address, { method, ...(body && { body }) });
      router.refresh();
    });
  const ask = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const id = String(new FormData(event.currentTarget).get("member"));
    setChosen(candidates?.find((one) => one.id === id) ?? null);
  };
  if (!offer && !candidates) return null;
  return (
    <Section title={t("handover")} className="max-w-md border-t border-line pt-9">
      <FormError>{error}</FormError>
      {offer?.isToYou && (
        <>
          <p>{t("offeredToYou", { name: isolateText(offer.from) })}</p>
          <div className="flex flex-wrap gap-2">
            <Button variant="primary" disabled={isBusy} onClick={() => call("PUT")}>
              {t("accept")}
            </Button>
            <Button disabled={isBusy} onClick={() => call("DELETE")}>
              {t("decline")}
            </Button>
          </div>
        </>
      )}
      {offer && !offer.isToYou && (
        <>
          <p className="text-ink-muted">{t("offered", { name: isolateText(offer.to) })}</p>
          {candidates && (
            <Button className="w-fit" disabled={isBusy} onClick={() => call("DELETE")}>
              {t("takeBack")}
            </Button>
          )}
        </>
      )}
      {!offer && candidates && (
        <>
          <p className="text-sm text-ink-muted text-pretty">
            {t(candidates.length === 0 ? "handoverNobody" : "handoverLead")}
          </p>
          {candidates.length > 0 && (
            <form className="flex flex-wrap items-end gap-3" method="post" onSubmit={ask}>
              <div className="flex-[1_1_12rem]">
                <SelectField label={t("newOwner")} name="member">
                  {candidates.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {isolateText(name)}
                    </option>
                  ))}
                </SelectField>
              </div>
              <Button type="submit" disabled={isBusy}>
                {t("offer")}
              </Button>
            </form>
          )}
        </>
      )}
      <ConfirmDialog
        title={t("offerTitle", { name: isolateText(chosen?.name ?? "") })}
        body={t("offerBody")}
        confirm={t("offer")}
        cancel={form("cancel")}
        isOpen={chosen !== null}
        onConfirm={() => {
          if (chosen) call("POST", { userId: chosen.id });
          setChosen(null);
        }}
        onClose={() => setChosen(null)}
      />
    </Section>
  );
}
