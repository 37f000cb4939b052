"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useState } from "react";
import { ApiError } from "#components/ui/api.ts";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { DisabledUntilHydrated } from "#components/ui/disabled-until-hydrated.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { ThemeToggle } from "#components/ui/theme-toggle.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { WireParticipant, WireRoom } from "#lib/rooms/wire.ts";
import { NameField } from "./name-field.tsx";
import type { RoomApi } from "./room-api.ts";
import { RoomCover } from "./room-cover.tsx";
import { useFriendlyName } from "./use-friendly-name.ts";

type JoinFormProps = {
  room: WireRoom;
  name: string | null;
  mustSignIn: boolean;
  api: RoomApi;
  onJoined: (joined: { room: WireRoom; self: WireParticipant }) => void;
};

export function JoinForm({ room, name: ownName, mustSignIn, api, onJoined }: JoinFormProps) {
  const t = useTranslations("rooms");
  const { run, isBusy, error, fields } = useSubmit();
  const suggest = useFriendlyName();
  const [name, setName] = useState(ownName ?? "");
  const [password, setPassword] = useState("");
  useEffect(() => {
    if (ownName === null) setName((typed) => typed || suggest());
  }, [ownName, suggest]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      await api.join({ name, ...(room.has_password && { password }) });
      const { room: joined, self } = await api.look();
      // Browsers that block cookies join, but are not recognized afterwards.
      if (!self) throw new ApiError(401, "unauthorized", t("cookiesBlocked"));
      onJoined({ room: joined, self });
    });
  };
  return (
    <div className="mx-auto flex min-h-dvh max-w-sm flex-col px-5">
      <header className="flex items-center justify-between py-5">
        <a href="/" className="font-semibold tracking-tight text-accent">
          Parley
        </a>
        <ThemeToggle />
      </header>
      <main className="grid flex-1 content-center gap-6 pb-28">
        <div>
          <RoomCover room={room} className="mb-5" />
          <h1 className="text-2xl font-semibold tracking-tight text-pretty wrap-anywhere">{room.title}</h1>
          <p className="mt-1.5 flex flex-wrap gap-x-3 text-ink-muted">
            <span>{t("inRoom", { count: room.people })}</span>
            {room.chatbot && <span>{t("hostedChatbot", { name: isolateText(room.chatbot.name) })}</span>}
          </p>
        </div>
        {room.state === "archived" && <p className="text-small text-ink-soft">{t("refusals.archived")}</p>}
        {mustSignIn ? (
          <div className="grid justify-items-start gap-3">
            <p className="text-ink-soft">{t("accounts")}</p>
            <a className={buttonClass("primary")} href={`/sign-in?next=%2Fr%2F${room.code}`}>
              {t("signIn")}
            </a>
          </div>
        ) : (
          <DisabledUntilHydrated>
            <form className="grid gap-4" method="post" onSubmit={submit}>
              <FormError>{error}</FormError>
              <NameField label={t("joinAs")} name={name} error={fields.name} onChange={setName} />
              {room.has_password && (
                <Field
                  label={t("password")}
                  type="password"
                  value={password}
                  onChange={(event) => setPassword(event.target.value)}
                  required
                  maxLength={200}
                  autoComplete="off"
                  error={fields.password}
                />
              )}
              <Button type="submit" variant="primary" disabled={isBusy}>
                {t("join")}
              </Button>
            </form>
          </DisabledUntilHydrated>
        )}
      </main>
    </div>
  );
}
