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
import type { RoomSummary } from "#lib/rooms/lifecycle/list-rooms.ts";

type RoomActionsProps = { tenant: string; room: Pick<RoomSummary, "id" | "title" | "state"> };

/** Archives, reopens and deletes a room from Studio. */
export function RoomActions({ tenant, room }: RoomActionsProps) {
  const t = useTranslations("studioRooms");
  const form = useTranslations("form");
  const router = useRouter();
  const { run, isBusy, error } = useSubmit();
  const [isAsking, setAsking] = useState(false);
  const api = `/api/admin/${tenant}/rooms/${room.id}`;
  const isArchived = room.state === "archived";
  const name = isolateText(room.title);
  const call = (method: "PATCH" | "DELETE", body?: object) =>
    void run(async () => {
      await callApi(api, { method, body });
      router.refresh();
    });
  return (
    <div className="relative flex flex-wrap justify-end gap-x-3">
      <Button
        variant="link"
        disabled={isBusy}
        aria-label={t(isArchived ? "reopenNamed" : "archiveNamed", { name })}
        onClick={() => call("PATCH", { state: isArchived ? "open" : "archived" })}
      >
        {t(isArchived ? "reopen" : "archive")}
      </Button>
      <Button
        variant="link"
        className="text-danger"
        disabled={isBusy}
        aria-label={t("deleteNamed", { name })}
        onClick={() => setAsking(true)}
      >
        {t("delete")}
      </Button>
      <FormError>{error}</FormError>
      <ConfirmDialog
        isDestructive
        title={t("deleteTitle", { name })}
        body={t("deleteBody")}
        confirm={t("delete")}
        cancel={form("cancel")}
        isOpen={isAsking}
        onConfirm={() => {
          setAsking(false);
          call("DELETE");
        }}
        onClose={() => setAsking(false)}
      />
    </div>
  );
}
