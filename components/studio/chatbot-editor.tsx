"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from "react";
import { Chat } from "#components/chat/chat.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Toast } from "#components/ui/toast.tsx";
import { usePageTitle } from "#components/ui/use-page-title.ts";
import type { InstanceModel } from "#lib/ai/schema.ts";
import type { StudioChatbot } from "#lib/chatbot/schema.ts";
import { realStarters } from "./chatbot-draft.ts";
import { ChatbotFields } from "./chatbot-form.tsx";
import { DeleteChatbot } from "./delete-chatbot.tsx";
import { SaveBar } from "./save-bar.tsx";
import { SharePanel } from "./share-panel.tsx";
import { useChatbotDraft } from "./use-chatbot-draft.ts";
import { useLeaveGuard } from "./use-leave-guard.ts";

type Props = {
  tenant: string;
  baseUrl: string;
  initial: StudioChatbot;
  model: InstanceModel;
  documents: number;
  mayChange: boolean;
};

/** A chatbot's form, with the chatbot itself beside it. */
export function ChatbotEditor({ tenant, baseUrl, initial, model, documents, mayChange }: Props) {
  const t = useTranslations("studioChatbots");
  const words = useTranslations("form");
  const router = useRouter();
  const api = `/api/admin/${tenant}/chatbots/${initial.id}`;
  const form = useChatbotDraft(api, initial);
  const { saved, draft, isDirty, done, fields } = form;
  const [view, setView] = useState<"form" | "test">("form");
  const element = useRef<HTMLFormElement>(null);
  const leave = useLeaveGuard(isDirty);
  usePageTitle(saved.name);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void form.save();
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== "s" || !(event.metaKey || event.ctrlKey) || event.shiftKey) return;
    event.preventDefault();
    if (isDirty) element.current?.requestSubmit();
  });
  useEffect(() => {
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  useEffect(() => {
    if (Object.keys(fields).length === 0) return;
    setView("form");
    element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [fields]);

  const showAccess = () => {
    setView("form");
    requestAnimationFrame(() => {
      const chosen = element.current?.querySelector<HTMLElement>('[name="visibility"]:checked');
      chosen?.focus({ preventScroll: true });
      chosen?.closest("section, fieldset")?.scrollIntoView({ block: "center" });
    });
  };
  const showTest = () => {
    setView("test");
    requestAnimationFrame(() => document.getElementById("message")?.focus());
  };
  const leaveFor = (href: string) => {
    form.abandon();
    leave.stay();
    router.push(href);
  };
  return (
    <>
      <button type="button" className="skip-link" onClick={showTest}>
        {t("skipToTest")}
      </button>
      <div className="bot" data-view={view}>
        <div className="page-head">
          <div className="min-w-0">
            <Link href={`/admin/${tenant}`} className="crumb">
              {t("title")}
            </Link>
            <h1 className="truncate">{saved.name}</h1>
            <button type="button" className="bot-access" onClick={showAccess}>
              {t(`openTo.${saved.visibility}`)}
            </button>
          </div>
          <fieldset className="view-switch" aria-label={t("views")}>
            {(["form", "test"] as const).map((one) => (
              <button key={one} type="button" aria-pressed={view === one} onClick={() => setView(one)}>
                {t(one === "form" ? "viewForm" : "viewTest")}
              </button>
            ))}
          </fieldset>
        </div>
        <div className="bot-form">
          {!mayChange && <p className="studio-note">{t("readOnly")}</p>}
          {documents === 0 && (
            <p className="studio-note">
              {t("noKnowledge")}{" "}
              <Link className="text-button" href={`/admin/${tenant}/knowledge?chatbot=${saved.handle}`}>
                {t("addKnowledge")}
              </Link>
            </p>
          )}
          <form ref={element} method="post" onSubmit={submit}>
            <ChatbotFields
              form={form}
              model={model}
              documents={documents}
              isReadOnly={!mayChange}
              share={
                <SharePanel
                  api={api}
                  baseUrl={baseUrl}
                  saved={saved}
                  isUnsaved={draft.handle !== saved.handle || draft.visibility !== saved.visibility}
                  mayChange={mayChange}
                  onRenewed={form.accept}
                />
              }
            />
            <SaveBar form={form} />
          </form>
          {mayChange && (
            <DeleteChatbot
              api={api}
              name={saved.name}
              documents={documents}
              onDeleted={() => {
                form.abandon();
                router.replace(`/admin/${tenant}`);
                router.refresh();
              }}
            />
          )}
        </div>
        <section className="bot-test" aria-label={t("viewTest")}>
          <div className="bot-test-head">
            <p>{isDirty ? t("testDirty") : t("testNote")}</p>
            {isDirty && (
              <button type="button" className="text-button" onClick={() => element.current?.requestSubmit()}>
                {words("save")}
              </button>
            )}
          </div>
          <Chat
            embedded
            chatbot={{
              handle: saved.handle,
              name: draft.name.trim() || saved.name,
              greeting: draft.greeting,
              starters: realStarters(draft.starters),
              look: draft.look,
            }}
            initialConversation={null}
            initialMessages={null}
            initialList={null}
          />
        </section>
      </div>
      {done?.kind === "saved" && <Toast text={t("saved")} action={words("undo")} onAction={done.undo} />}
      {done?.kind === "undone" && (
        <div role="status" className="toast">
          {t("undone")}
        </div>
      )}
      <ConfirmDialog
        title={t("leaveTitle")}
        body={t("leaveBody")}
        confirm={t("leave")}
        cancel={t("stay")}
        isOpen={leave.wanted !== null}
        onConfirm={() => leave.wanted && leaveFor(leave.wanted)}
        onClose={leave.stay}
      />
    </>
  );
}
