"use client";

import { RefreshCw, Trash2, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormError } from "#components/ui/field.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { isWebKind, type SourceOverview } from "#lib/knowledge/schema.ts";
import { useKnowledge } from "./knowledge-provider.tsx";

type Props = { source: SourceOverview; chatbot: string };

/** What can be done to a source as a whole. */
export function SourceActions({ source, chatbot }: Props) {
  const t = useTranslations("studioKnowledge");
  const { tenant, api, say } = useKnowledge();
  const router = useRouter();
  const { isBusy, error, run, clear } = useSubmit();
  const [isAsking, setAsking] = useState(false);
  const deleteButton = useRef<HTMLButtonElement>(null);
  const address = `${api}/sources/${source.id}`;
  const isLooking = source.sync.state === "queued" || source.sync.state === "fetching";
  const look = () =>
    callApi(`${address}/sync`, { method: isLooking ? "DELETE" : "POST" }).catch((error: Error) =>
      say({ text: error.message }),
    );
  const remove = () =>
    void run(async () => {
      await callApi(address, { method: "DELETE" });
      router.replace(`/admin/${tenant}/knowledge?${new URLSearchParams({ chatbot })}`);
      router.refresh();
    });
  return (
    <>
      {isWebKind(source.kind) && (
        <button type="button" className="line-button min-w-40" onClick={look}>
          {isLooking ? <X aria-hidden className="size-4" /> : <RefreshCw aria-hidden className="size-4" />}
          {isLooking ? t("cancelSync") : t("sync")}
        </button>
      )}
      <IconButton
        ref={deleteButton}
        icon={Trash2}
        label={t("deleteSource")}
        onClick={() => {
          clear();
          setAsking(true);
        }}
      />
      <Dialog
        title={t("deleteTitle", { name: source.name })}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        returnFocus={deleteButton}
      >
        <p>{t("deleteBody", { count: source.documents })}</p>
        <FormError>{error}</FormError>
        <footer>
          <button type="button" className="line-button" onClick={() => setAsking(false)}>
            {t("cancel")}
          </button>
          <button type="button" className="line-button" data-danger onClick={remove} disabled={isBusy}>
            {t("deleteConfirm")}
          </button>
        </footer>
      </Dialog>
    </>
  );
}
