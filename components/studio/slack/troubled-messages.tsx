"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { callApi } from "#components/ui/api.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { FormError } from "#components/ui/field.tsx";
import { Section } from "#components/ui/section.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { MessageDecision, TroubledMessage } from "#lib/slack/schema.ts";

/** Slack's codes that a person can do something about. */
const explained = [
  "not_in_channel",
  "channel_not_found",
  "is_archived",
  "missing_scope",
  "unreachable",
  "no_message",
  "user_disabled",
  "disconnected",
] as const;
type Explained = (typeof explained)[number];
/** The connection ended before they were sent. */
const ENDED = [
  "token_revoked",
  "account_inactive",
  "invalid_auth",
  "not_authed",
  "token_expired",
  "reconnected",
];
const isExplained = (code: string): code is Explained => (explained as readonly string[]).includes(code);

type TroubledMessagesProps = { tenant: string; messages: TroubledMessage[]; isConnected: boolean };

/** Messages that a person must decide about: nothing that may have arrived is sent again by itself. */
export function TroubledMessages({ tenant, messages, isConnected }: TroubledMessagesProps) {
  const t = useTranslations("studio.slack");
  if (messages.length === 0) return null;
  return (
    <Section title={t("troubled")} className="max-w-(--column)">
      <p className="text-pretty text-ink-muted">{t("troubledLead")}</p>
      <ul className="grid gap-3">
        {messages.map((message) => (
          <TroubledRow key={message.id} tenant={tenant} message={message} isConnected={isConnected} />
        ))}
      </ul>
    </Section>
  );
}

type RowProps = { tenant: string; message: TroubledMessage; isConnected: boolean };

function TroubledRow({ tenant, message, isConnected }: RowProps) {
  const t = useTranslations("studio.slack");
  const format = useFormatter();
  const router = useRouter();
  const { isBusy, error, run } = useSubmit();
  const { id, state, to, text } = message;
  const code = ENDED.includes(message.error) ? "disconnected" : message.error;
  const when = format.dateTime(new Date(message.createdAt), { dateStyle: "medium", timeStyle: "short" });
  const decide = (action: MessageDecision["action"]) =>
    void run(async () => {
      await callApi(`/api/admin/${tenant}/slack/messages/${id}`, { method: "PATCH", body: { action } });
      router.refresh();
    });
  const about = { to: isolateText(to), when };
  const isUnknown = state === "unknown";
  return (
    <li className="grid gap-2 rounded-panel border border-line bg-raised px-4 py-3">
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <span className="min-w-0 truncate font-strong">{t("messageTo", { to: isolateText(to) })}</span>
        <Badge tone={isUnknown ? "neutral" : "danger"}>{t(`states.${state}`)}</Badge>
        <time dateTime={message.createdAt} className="text-small text-ink-muted">
          {when}
        </time>
      </p>
      <p className="line-clamp-2 text-small wrap-anywhere text-ink-soft">{plainText(text)}</p>
      <p className="text-small text-pretty text-ink-muted">
        {isUnknown
          ? t("unknownDo")
          : isExplained(code)
            ? t(`failures.${code}`)
            : t("failureOther", { code: code || "unknown" })}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          disabled={isBusy}
          aria-label={t(isUnknown ? "seenNamed" : "dismissNamed", about)}
          onClick={() => decide("seen")}
        >
          {t(isUnknown ? "seen" : "dismiss")}
        </Button>
        <Button
          disabled={isBusy || !isConnected}
          aria-label={t("sendAgainNamed", about)}
          onClick={() => decide("send")}
        >
          {t("sendAgain")}
        </Button>
      </div>
      <FormError>{error}</FormError>
    </li>
  );
}

/** Slack's markup as plain text. */
function plainText(text: string): string {
  return text
    .replace(/[*_`~]/g, "")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");
}
