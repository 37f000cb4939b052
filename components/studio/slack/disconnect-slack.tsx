"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";

type Props = { tenant: string; team: string };

export function DisconnectSlack({ tenant, team }: Props) {
  const t = useTranslations("studio.slack");
  const form = useTranslations("form");
  const router = useRouter();
  const { isBusy, error, run } = useSubmit();
  const [isAsking, setAsking] = useState(false);
  const disconnect = () =>
    void run(async () => {
      await callApi(`/api/admin/${tenant}/slack`, { method: "DELETE" });
      router.replace(`/admin/${tenant}/slack`);
      router.refresh();
    });
  return (
    <>
      <FormError>{error}</FormError>
      <Button variant="dangerOutline" className="w-fit" disabled={isBusy} onClick={() => setAsking(true)}>
        {t("disconnect")}
      </Button>
      <ConfirmDialog
        title={t("disconnectTitle", { team })}
        body={t("disconnectBody")}
        confirm={t("disconnect")}
        cancel={form("cancel")}
        isDestructive
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={disconnect}
      />
    </>
  );
}
