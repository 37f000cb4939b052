"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { AreaField, CheckField, Field, FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { createRoomFrom } from "./create-room-from.ts";
import { HostName } from "./host-name.tsx";
import { PhotoDoor } from "./photo-door.tsx";
import { PresetFields } from "./preset-fields.tsx";
import { RoomAccessFields } from "./room-access-fields.tsx";
import { RoomChatbotFields } from "./room-chatbot-fields.tsx";
import { type RoomDraft, startRoom, type Workspace } from "./room-draft.ts";
import { TemplatePicker } from "./template-picker.tsx";
import { usePhoto } from "./use-photo.ts";

type NewRoomFormProps = {
  /** The person's name; null for a guest, who may not choose who can join. */
  name: string | null;
  workspaces: readonly Workspace[];
  /** Whether photos can start a room. */
  hasVision: boolean;
  /** Handle of the chatbot to start with. */
  initial: string | null;
};

/** Three ways to a topic: a photo, a template, or text. The browser combines photo and room. */
export function NewRoomForm({ name, workspaces, hasVision, initial }: NewRoomFormProps) {
  const t = useTranslations("rooms");
  const { run, isBusy, error, fields } = useSubmit();
  const [draft, setDraft] = useState<RoomDraft>(() => startRoom(workspaces, initial, name ?? ""));
  const { photo, choose, remove } = usePhoto(draft.chatbot);
  const [opening, setOpening] = useState<string | null>(null);
  const [hasCover, setCover] = useState(true);
  const title = useRef<HTMLDivElement>(null);
  const change = (part: Partial<RoomDraft>) => setDraft((now) => ({ ...now, ...part }));
  const start = (text: string, more: Partial<RoomDraft> = {}) => {
    change({ title: text, ...more });
    title.current?.querySelector("input")?.focus();
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const photoId = photo.kind === "ready" && hasCover ? photo.analysis.id : null;
      const code = await createRoomFrom(draft, { photoId, opening: opening?.trim() ?? "" });
      // A full load: the room's page reads the cookie that came with the response.
      location.assign(`/r/${code}`);
      await new Promise(() => {});
    });
  };
  return (
    <form className="grid gap-8" method="post" onSubmit={submit}>
      <FormError>{error}</FormError>
      <PhotoDoor
        photo={photo}
        hasVision={hasVision}
        chosen={draft.title}
        onChoose={(file) => void choose(file)}
        onRemove={remove}
        onPick={({ title: text, topic }) => {
          setOpening(topic);
          start(text);
        }}
      />
      <TemplatePicker
        hasChatbot={draft.chatbot !== ""}
        onChoose={({ title: text, manner }) => start(text, draft.chatbot ? { manner } : {})}
      />
      <div ref={title} className="grid gap-4">
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
        {opening !== null && (
          <AreaField
            label={t("photo.opening")}
            hint={t("photo.openingHint")}
            value={opening}
            maxLength={4_000}
            onChange={(event) => setOpening(event.target.value)}
          />
        )}
        {photo.kind === "ready" && (
          <CheckField
            label={t("photo.cover")}
            hint={t("photo.coverHint")}
            checked={hasCover}
            onChange={(event) => setCover(event.target.checked)}
          />
        )}
      </div>
      <RoomChatbotFields draft={draft} workspaces={workspaces} error={fields.chatbot} onChange={change} />
      <RoomAccessFields draft={draft} mayChoose={name !== null} error={fields.password} onChange={change} />
      <PresetFields rules={draft} onChange={change} />
      <HostName name={draft.name} isGuest={name === null} error={fields.name} onChange={change} />
      <Button type="submit" variant="primary" className="justify-self-start" disabled={isBusy}>
        {t("create")}
      </Button>
    </form>
  );
}
