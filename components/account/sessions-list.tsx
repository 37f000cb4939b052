"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { FormError } from "#components/ui/field.tsx";
import { RowList } from "#components/ui/row-list.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import type { SessionView } from "#lib/auth/schema.ts";

/** The user's sessions, each with a sign-out button. `now` is the server's, so that hydration matches. */
export function SessionsList({ initial, now }: { initial: SessionView[]; now: string }) {
  const t = useTranslations("account");
  const format = useFormatter();
  const { isBusy, error, run } = useSubmit();
  const [sessions, setSessions] = useState(initial);
  const [ended, setEnded] = useState<number | null>(null);
  const end = (id: string) =>
    void run(async () => {
      await callApi(`/api/account/sessions/${id}`, { method: "DELETE" });
      setSessions((all) => all.filter((one) => one.id !== id));
    });
  const endOthers = () =>
    void run(async () => {
      const { ended } = await callApi<{ ended: number }>("/api/account/sessions", { method: "DELETE" });
      setSessions((all) => all.filter((one) => one.isCurrent));
      setEnded(ended);
    });
  return (
    <div className="grid gap-3">
      <FormError>{error}</FormError>
      <RowList>
        {sessions.map(({ id, device, lastSeenAt, isCurrent }) => (
          <li key={id}>
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">{device}</p>
              <p className="text-sm text-ink-muted">
                {isCurrent
                  ? t("thisBrowser")
                  : t("lastSeen", { when: format.relativeTime(new Date(lastSeenAt), new Date(now)) })}
              </p>
            </div>
            {!isCurrent && (
              <Button onClick={() => end(id)} disabled={isBusy}>
                {t("endSession")}
              </Button>
            )}
          </li>
        ))}
      </RowList>
      {sessions.length > 1 && (
        <Button className="justify-self-start" onClick={endOthers} disabled={isBusy}>
          {t("endOthers")}
        </Button>
      )}
      <p role="status" className="text-sm text-ink-muted">
        {ended !== null && t("othersEnded", { count: ended })}
      </p>
    </div>
  );
}
