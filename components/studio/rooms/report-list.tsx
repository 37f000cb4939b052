"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { callApi } from "#components/ui/api.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { FormError } from "#components/ui/field.tsx";
import { RowList } from "#components/ui/row-list.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import type { StudioReport } from "#lib/rooms/studio/list-reports.ts";

type ReportListProps = { tenant: string; reports: readonly StudioReport[]; mayDecide: boolean };

export function ReportList({ tenant, reports, mayDecide }: ReportListProps) {
  const t = useTranslations("studioRooms");
  const words = useTranslations("rooms");
  const format = useFormatter();
  const router = useRouter();
  const { run, isBusy, error } = useSubmit();
  const decide = (id: string, decision: "resolved" | "dismissed" | "delete") =>
    void run(async () => {
      await callApi(`/api/admin/${tenant}/rooms/reports/${id}`, { method: "PATCH", body: { decision } });
      router.refresh();
    });
  return (
    <>
      <FormError>{error}</FormError>
      <RowList>
        {reports.map(({ id, message, reason, note, reporter, room, state, created_at: at }) => (
          <li key={id}>
            <div className="grid min-w-0 flex-1 basis-64 gap-1">
              <p className="flex flex-wrap items-center gap-2 text-small text-ink-muted">
                <b className="font-strong text-ink">
                  <bdi>{message.username}</bdi>
                </b>
                <Badge>{words(`reasons.${reason}`)}</Badge>
                <time dateTime={at}>{format.dateTime(new Date(at), { dateStyle: "medium" })}</time>
              </p>
              <p className="line-clamp-4 whitespace-pre-wrap wrap-anywhere" dir="auto">
                {message.is_deleted ? (
                  <i className="text-ink-muted">{words("deletedMessage")}</i>
                ) : (
                  message.content
                )}
              </p>
              <p className="text-small text-ink-muted wrap-anywhere">
                {t("reportedBy", { name: reporter })}
                {note && ` ${note}`}{" "}
                <a className="text-accent hover:underline" href={`/r/${room.code}`}>
                  {room.title}
                </a>
              </p>
            </div>
            {mayDecide && state === "open" && (
              <p className="flex flex-wrap gap-1.5">
                {!message.is_deleted && (
                  <Button variant="dangerOutline" disabled={isBusy} onClick={() => decide(id, "delete")}>
                    {words("deleteMessage")}
                  </Button>
                )}
                <Button disabled={isBusy} onClick={() => decide(id, "resolved")}>
                  {words("resolve")}
                </Button>
                <Button variant="ghost" disabled={isBusy} onClick={() => decide(id, "dismissed")}>
                  {words("dismiss")}
                </Button>
              </p>
            )}
          </li>
        ))}
      </RowList>
    </>
  );
}
