import { useTranslations } from "next-intl";
import { Chat } from "#components/chat/chat.tsx";
import { Button } from "#components/ui/button.tsx";
import type { StudioChatbot } from "#lib/chatbot/schema.ts";
import { nonEmptyStarters } from "./chatbot-draft.ts";
import type { ChatbotForm } from "./use-chatbot-draft.ts";

type Props = {
  saved: StudioChatbot;
  draft: ChatbotForm["draft"];
  hasKnowledge: boolean;
  isDirty: boolean;
  onSave: () => void;
};

/** A test chat next to the form: it looks like the draft and answers like the saved chatbot. */
export function TestChat({ saved, draft, hasKnowledge, isDirty, onSave }: Props) {
  const t = useTranslations("studioChatbots");
  const words = useTranslations("form");
  return (
    <section
      className="max-wide:group-data-[view=form]/editor:hidden [&>.chat]:h-[calc(100dvh-16.75rem)] [&>.chat]:min-h-88 [&>.chat]:flex-1 [&>.chat]:shadow-none wide:[&>.chat]:h-auto wide:[&>.chat]:min-h-0 wide:sticky wide:top-7 wide:col-start-2 wide:row-span-2 wide:row-start-1 wide:flex wide:h-[calc(100dvh-4rem)] wide:max-h-224 wide:flex-col"
      aria-label={t("viewTest")}
    >
      <div className="flex min-h-8 items-center justify-between gap-4 px-1 text-small text-ink-muted">
        <p>{isDirty ? t("testDirty") : t("testNote")}</p>
        {isDirty && (
          <Button variant="link" className="wide:hidden" onClick={onSave}>
            {words("save")}
          </Button>
        )}
      </div>
      <Chat
        embedded
        chatbot={{
          handle: saved.handle,
          name: draft.name.trim() || saved.name,
          greeting: draft.greeting,
          starters: nonEmptyStarters(draft.starters),
          look: draft.look,
          hasKnowledge,
        }}
        initialConversation={null}
        initialMessages={null}
        initialList={null}
        now=""
      />
    </section>
  );
}
