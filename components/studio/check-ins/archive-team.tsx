"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { isolateText } from "#lib/core/isolate-text.ts";

type ArchiveTeamProps = { tenant: string; teamId: string; name: string };

/** Archives a team, after a question, and returns to the list. */
export function ArchiveTeam({ tenant, teamId, name }: ArchiveTeamProps) {
  const t = useTranslations("checkIns");
  const form = useTranslations("form");
  const router = useRouter();
  const { isBusy, error, run } = useSubmit();
  const [isAsking, setAsking] = useState(false);
  const archive = () => {
    setAsking(false);
    void run(async () => {
      await callApi(`/api/admin/${tenant}/teams/${encodeURIComponent(teamId)}`, { method: "DELETE" });
      router.push(`/admin/${tenant}/teams`);
      router.refresh();
    });
  };
  return (
    <div className="grid justify-items-start gap-3">
      <Button
        variant="outline"
        className="text-danger"
        disabled={isBusy}
        aria-label={t("archiveNamed", { name: isolateText(name) })}
        onClick={() => setAsking(true)}
      >
        {t("archive")}
      </Button>
      <FormError>{error}</FormError>
      <ConfirmDialog
        isDestructive
        isOpen={isAsking}
        title={t("archiveTitle", { name: isolateText(name) })}
        body={t("archiveBody")}
        confirm={t("archive")}
        cancel={form("cancel")}
        onConfirm={archive}
        onClose={() => setAsking(false)}
      />
    </div>
  );
}
