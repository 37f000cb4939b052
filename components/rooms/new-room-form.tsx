"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import type { CreateRoomRequest } from "#lib/rooms/schema.ts";
import { HostName } from "./host-name.tsx";
import { RoomAccessFields } from "./room-access-fields.tsx";
import { RoomChatbotFields } from "./room-chatbot-fields.tsx";
import { type RoomDraft, startRoom, type Workspace } from "./room-draft.ts";
import { TemplatePicker } from "./template-picker.tsx";

type NewRoomFormProps = {
  /** The person's name; null for a guest, who may not choose who can join. */
  name: string | null;
  workspaces: readonly Workspace[];
  /** Handle of the chatbot to start with. */
  initial: string | null;
};

export function NewRoomForm({ name, workspaces, initial }: NewRoomFormProps) {
  const t = useTranslations("rooms");
  const { run, isBusy, error, fields } = useSubmit();
  const [draft, setDraft] = useState<RoomDraft>(() => startRoom(workspaces, initial, name ?? ""));
  const title = useRef<HTMLDivElement>(null);
  const change = (part: Partial<RoomDraft>) => setDraft((now) => ({ ...now, ...part }));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const body: Partial<CreateRoomRequest> = {
        title: draft.title,
        chatbot: draft.chatbot || null,
        bot_manner: draft.chatbot ? draft.manner : "off",
        name: draft.name,
        access: draft.access,
        password: draft.password || null,
      };
      const { code } = await callApi<{ code: string }>("/api/chats/create", { method: "POST", body });
      // A full load: the room's page reads the cookie that came with the response.
      location.assign(`/r/${code}`);
      await new Promise(() => {});
    });
  };
  return (
    <form className="grid gap-8" method="post" onSubmit={submit}>
      <FormError>{error}</FormError>
      <TemplatePicker
        hasChatbot={draft.chatbot !== ""}
        onChoose={({ title: text, manner }) => {
          change({ title: text, ...(draft.chatbot && { manner }) });
          title.current?.querySelector("input")?.focus();
        }}
      />
      <div ref={title}>
        <Field
          label={t("title")}
          placeholder={t("titlePlaceholder")}
          value={draft.title}
          onChange={(event) => change({ title: event.target.value })}
          required
          maxLength={120}
          autoComplete="off"
          error={fields.title}
        />
      </div>
      <RoomChatbotFields draft={draft} workspaces={workspaces} error={fields.chatbot} onChange={change} />
      <RoomAccessFields draft={draft} mayChoose={name !== null} error={fields.password} onChange={change} />
      <HostName name={draft.name} isGuest={name === null} error={fields.name} onChange={change} />
      <Button type="submit" variant="primary" className="justify-self-start" disabled={isBusy}>
        {t("create")}
      </Button>
    </form>
  );
}
