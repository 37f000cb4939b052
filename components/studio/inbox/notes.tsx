"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { AreaField, FormError } from "#components/ui/field.tsx";
import { Section } from "#components/ui/section.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import type { Note } from "#lib/inbox/read-transcript.ts";
import { NOTE_MAX_CHARS } from "#lib/inbox/schema.ts";

type NotesProps = { api: string; notes: Note[]; mayWrite: boolean };

/** What members wrote to each other about a conversation. */
export function Notes({ api, notes, mayWrite }: NotesProps) {
  const t = useTranslations("inbox");
  const format = useFormatter();
  const router = useRouter();
  const { isBusy, error, run } = useSubmit();
  const [text, setText] = useState("");
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (!text.trim()) return;
    void run(async () => {
      await callApi(`${api}/notes`, { method: "POST", body: { text } });
      setText("");
      router.refresh();
    });
  };
  const remove = (id: string) =>
    run(async () => {
      await callApi(`${api}/notes/${id}`, { method: "DELETE" });
      router.refresh();
    });
  return (
    <Section title={t("notes")}>
      <p className="text-small text-ink-muted">{t("notesLead")}</p>
      <ul className="grid gap-3 empty:hidden">
        {notes.map((note) => (
          <li key={note.id} className="grid gap-1 rounded-lg border border-line bg-raised p-3 text-small">
            <p className="flex flex-wrap justify-between gap-x-3 text-ink-muted">
              <span className="font-strong text-ink">{note.author ?? t("formerMember")}</span>
              <time dateTime={note.createdAt}>
                {format.dateTime(new Date(note.createdAt), { dateStyle: "medium", timeStyle: "short" })}
              </time>
            </p>
            <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
              {note.text}
            </p>
            {mayWrite && (
              <Button
                variant="link"
                className="justify-self-start text-note"
                disabled={isBusy}
                onClick={() => void remove(note.id)}
              >
                {t("deleteNote")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayWrite && (
        <form method="post" onSubmit={add} className="grid gap-2">
          <AreaField
            label={t("newNote")}
            name="text"
            value={text}
            onChange={({ target }) => setText(target.value)}
            maxLength={NOTE_MAX_CHARS}
          />
          <Button type="submit" disabled={isBusy} className="justify-self-start">
            {t("addNote")}
          </Button>
        </form>
      )}
      <FormError>{error}</FormError>
    </Section>
  );
}
