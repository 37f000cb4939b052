"use client";

import { RefreshCw, Trash2, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { SourceOverview } from "#lib/knowledge/schema.ts";
import { isWebKind } from "#lib/knowledge/sources/source-kinds.ts";
import { useKnowledge } from "./use-knowledge.ts";

type Props = { source: SourceOverview; chatbot: string };

export function SourceActions({ source, chatbot }: Props) {
  const t = useTranslations("studioKnowledge");
  const { tenant, api, showNote } = useKnowledge();
  const router = useRouter();
  const [isBusy, setBusy] = useState(false);
  const [isConfirming, setConfirming] = useState(false);
  const address = `${api}/sources/${source.id}`;
  const isSyncing = source.sync.state === "queued" || source.sync.state === "fetching";
  const toggleSync = () =>
    callApi(`${address}/sync`, { method: isSyncing ? "DELETE" : "POST" }).catch((error: Error) =>
      showNote({ text: error.message }),
    );
  const remove = async () => {
    setBusy(true);
    try {
      await callApi(address, { method: "DELETE" });
      router.replace(`/admin/${tenant}/knowledge?${new URLSearchParams({ chatbot })}`);
      router.refresh();
    } catch (error) {
      setBusy(false);
      showNote({ text: (error as Error).message });
    }
  };
  return (
    <>
      {isWebKind(source.kind) && (
        <Button className="min-w-40" onClick={toggleSync}>
          {isSyncing ? <X aria-hidden /> : <RefreshCw aria-hidden />}
          {isSyncing ? t("cancelSync") : t("sync")}
        </Button>
      )}
      <IconButton
        icon={Trash2}
        label={t("deleteSource")}
        onClick={() => setConfirming(true)}
        disabled={isBusy}
      />
      <ConfirmDialog
        isDestructive
        title={t("deleteTitle", { name: isolateText(source.name) })}
        body={t("deleteBody", { count: source.documents })}
        confirm={t("deleteConfirm")}
        cancel={t("cancel")}
        isOpen={isConfirming}
        onConfirm={remove}
        onClose={() => setConfirming(false)}
      />
    </>
  );
}
