"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { AreaField, FormError } from "#components/ui/field.tsx";
import { Section } from "#components/ui/section.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import type { MESSAGE_MAX_CHARS } from "#lib/conversation/schema.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { Transcript } from "#lib/inbox/read-transcript.ts";
import { useTranscriptEvents } from "./use-transcript-events.ts";

const maxChars: typeof MESSAGE_MAX_CHARS = 16_000;

type TakeoverPanelProps = { api: string; handling: Transcript["handling"] };

/** Takes a conversation over from the chatbot, writes in it, and returns it. */
export function TakeoverPanel({ api, handling }: TakeoverPanelProps) {
  const t = useTranslations("inbox.takeover");
  const router = useRouter();
  useTranscriptEvents(api);
  const { isBusy, error, run } = useSubmit();
  const [text, setText] = useState("");
  const sent = useRef({ id: "", text: "" });
  const call = (verb: "takeover" | "release") =>
    run(async () => {
      await callApi(`${api}/${verb}`, { method: "POST" });
      router.refresh();
    });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!text.trim()) return;
    // The same text again is the same message, until it has arrived.
    if (sent.current.text !== text) sent.current = { id: crypto.randomUUID(), text };
    void run(async () => {
      await callApi(`${api}/reply`, { method: "POST", body: sent.current });
      sent.current = { id: "", text: "" };
      setText("");
      router.refresh();
    });
  };
  const isMine = handling?.isMine ?? false;
  return (
    <Section title={t("title")} className="rounded-2xl border border-line bg-raised p-5">
      <p className="text-small text-pretty text-ink-soft" role="status">
        {!handling && t("lead")}
        {isMine && t("mine")}
        {handling && !isMine && t("other", { name: isolateText(handling.name ?? t("formerMember")) })}
      </p>
      {isMine && (
        <form method="post" onSubmit={send} className="grid gap-3">
          <AreaField
            label={t("reply")}
            name="text"
            value={text}
            onChange={({ target }) => setText(target.value)}
            maxLength={maxChars}
          />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" variant="primary" disabled={isBusy}>
              {t("send")}
            </Button>
            <Button size="medium" disabled={isBusy} onClick={() => void call("release")}>
              {t("release")}
            </Button>
          </div>
        </form>
      )}
      {!handling && (
        <Button
          variant="primary"
          className="justify-self-start"
          disabled={isBusy}
          onClick={() => void call("takeover")}
        >
          {t("take")}
        </Button>
      )}
      <FormError>{error}</FormError>
    </Section>
  );
}
