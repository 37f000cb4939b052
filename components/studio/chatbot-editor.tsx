"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from "react";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { noteClass } from "#components/ui/control-class.ts";
import { crumbClass, PageHead } from "#components/ui/page-head.tsx";
import { Segments } from "#components/ui/segments.tsx";
import { skipLinkClass } from "#components/ui/skip-link.tsx";
import { Toast } from "#components/ui/toast.tsx";
import { usePageTitle } from "#components/ui/use-page-title.ts";
import type { StandardModel } from "#lib/ai/schema.ts";
import type { StudioChatbot } from "#lib/chatbot/schema.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { ChatbotFields } from "./chatbot-form.tsx";
import { DeleteChatbot } from "./delete-chatbot.tsx";
import { SaveBar } from "./save-bar.tsx";
import { SharePanel } from "./share-panel.tsx";
import { TestChat } from "./test-chat.tsx";
import { useChatbotDraft } from "./use-chatbot-draft.ts";
import { useLeaveGuard } from "./use-leave-guard.ts";

type Props = {
  tenant: string;
  baseUrl: string;
  initial: StudioChatbot;
  /** What phones show first: they show one of the two. */
  initialView: "form" | "test";
  model: StandardModel;
  documents: number;
  mayChange: boolean;
  /** Whether the member may connect a model. */
  mayConnect: boolean;
};

/** A chatbot's form with a test chat next to it. */
export function ChatbotEditor(props: Props) {
  const { tenant, baseUrl, initial, model, documents, mayChange, mayConnect } = props;
  const t = useTranslations("studioChatbots");
  const words = useTranslations("form");
  const router = useRouter();
  const api = `/api/admin/${tenant}/chatbots/${initial.id}`;
  const form = useChatbotDraft(api, initial);
  const { saved, draft, isDirty, done, fields } = form;
  const [view, setView] = useState(props.initialView);
  const element = useRef<HTMLFormElement>(null);
  const leave = useLeaveGuard(isDirty);
  usePageTitle(isolateText(saved.name));

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
      <Button variant="plain" className={skipLinkClass} onClick={showTest}>
        {t("skipToTest")}
      </Button>
      <div
        className="group/editor wide:grid wide:grid-cols-[minmax(0,1fr)_minmax(22rem,27rem)] wide:grid-rows-[auto_1fr] wide:gap-x-10"
        data-view={view}
      >
        <PageHead
          title={
            <span className="block truncate">
              <bdi>{saved.name}</bdi>
            </span>
          }
          crumb={
            <Link href={`/admin/${tenant}`} className={crumbClass}>
              {t("title")}
            </Link>
          }
          lead={
            <Button
              variant="plain"
              className="text-small underline decoration-line underline-offset-[0.2em] hover:text-ink"
              onClick={showAccess}
            >
              {t(`openTo.${saved.visibility}`)}
            </Button>
          }
        >
          <Segments
            label={t("views")}
            className="max-side:w-full wide:hidden"
            value={view}
            onChange={setView}
            options={[
              { value: "form", label: t("viewForm") },
              { value: "test", label: t("viewTest") },
            ]}
          />
        </PageHead>
        <div className="grid min-w-0 content-start gap-6 max-wide:group-data-[view=test]/editor:hidden">
          {!mayChange && <p className={noteClass}>{t("readOnly")}</p>}
          {documents === 0 && saved.config.skills.length === 0 && (
            <p className={noteClass}>
              {t("noKnowledge")}{" "}
              <Link
                className={buttonClass("link")}
                href={`/admin/${tenant}/knowledge?chatbot=${saved.handle}`}
              >
                {t("addKnowledge")}
              </Link>
            </p>
          )}
          <form ref={element} className="grid min-w-0 gap-9" method="post" onSubmit={submit}>
            <ChatbotFields
              tenant={tenant}
              api={api}
              form={form}
              model={model}
              mayConnect={mayConnect}
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
        <TestChat
          saved={saved}
          draft={draft}
          hasKnowledge={documents > 0}
          isDirty={isDirty}
          onSave={() => element.current?.requestSubmit()}
        />
      </div>
      {done?.kind === "saved" && (
        <Toast text={t("saved")} action={{ label: words("undo"), run: done.undo }} />
      )}
      {done?.kind === "undone" && <Toast text={t("undone")} />}
      <ConfirmDialog
        isDestructive
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
