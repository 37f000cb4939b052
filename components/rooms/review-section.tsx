"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import type { UpdateParticipantRequest } from "#lib/rooms/schema.ts";
import type { WireMessage, WireParticipant, WireReport, WireReview } from "#lib/rooms/wire.ts";

export type ReviewHandlers = {
  onModerate: (person: WireParticipant, action: UpdateParticipantRequest) => void;
  onDecideHeld: (message: WireMessage, decision: "approve" | "refuse") => void;
  onDecideReport: (report: WireReport, state: "resolved" | "dismissed") => void;
  onDeleteReported: (messageId: string) => void;
};

/** What waits for a moderator: people in the lobby, held messages, and reports. Nothing if nothing waits. */
export function ReviewSection({ review, handlers }: { review: WireReview; handlers: ReviewHandlers }) {
  const t = useTranslations("rooms");
  const { waiting, held, reports } = review;
  if (waiting.length + held.length + reports.length === 0) return null;
  return (
    <section className="grid gap-5" aria-labelledby="room-review">
      <h2 id="room-review" className="text-small font-semibold">
        {t("review.title")}
      </h2>
      {waiting.length > 0 && (
        <Group title={t("review.waiting", { count: waiting.length })}>
          {waiting.map((person) => (
            <Item key={person.id} head={<bdi className="font-strong text-ink">{person.name}</bdi>}>
              <Button onClick={() => handlers.onModerate(person, { action: "admit" })}>{t("admit")}</Button>
              <Button variant="ghost" onClick={() => handlers.onModerate(person, { action: "refuse" })}>
                {t("refuse")}
              </Button>
            </Item>
          ))}
        </Group>
      )}
      {held.length > 0 && (
        <Group title={t("review.held", { count: held.length })}>
          {held.map((message) => (
            <Item key={message.id} head={<bdi>{message.username}</bdi>} text={message.content}>
              <Button onClick={() => handlers.onDecideHeld(message, "approve")}>{t("approve")}</Button>
              <Button variant="ghost" onClick={() => handlers.onDecideHeld(message, "refuse")}>
                {t("reject")}
              </Button>
            </Item>
          ))}
        </Group>
      )}
      {reports.length > 0 && (
        <Group title={t("review.reports", { count: reports.length })}>
          {reports.map((report) => (
            <Report key={report.id} report={report} handlers={handlers} />
          ))}
        </Group>
      )}
    </section>
  );
}

function Report({ report, handlers }: { report: WireReport; handlers: ReviewHandlers }) {
  const t = useTranslations("rooms");
  const { message, reason, note, reporter } = report;
  return (
    <Item head={<bdi>{message.username}</bdi>} text={message.content}>
      <p className="w-full text-note text-ink-muted wrap-anywhere">
        {t("review.reported", { name: reporter, reason: t(`reasons.${reason}`) })}
        {note && ` ${note}`}
      </p>
      <Button variant="dangerOutline" onClick={() => handlers.onDeleteReported(message.id)}>
        {t("deleteMessage")}
      </Button>
      <Button onClick={() => handlers.onDecideReport(report, "resolved")}>{t("resolve")}</Button>
      <Button variant="ghost" onClick={() => handlers.onDecideReport(report, "dismissed")}>
        {t("dismiss")}
      </Button>
    </Item>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid gap-2">
      <h3 className="text-note text-ink-muted">{title}</h3>
      <ul className="grid gap-2">{children}</ul>
    </div>
  );
}

function Item({ head, text, children }: { head: ReactNode; text?: string; children: ReactNode }) {
  return (
    <li className="grid gap-2 rounded-xl border border-line bg-raised p-3">
      <p className="truncate text-small text-ink-soft">{head}</p>
      {text && (
        <p className="line-clamp-4 text-small whitespace-pre-wrap wrap-anywhere" dir="auto">
          {text}
        </p>
      )}
      <div className="flex flex-wrap gap-1.5">{children}</div>
    </li>
  );
}
