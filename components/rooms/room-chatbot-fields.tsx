"use client";

import { useTranslations } from "next-intl";
import { SelectField } from "#components/ui/field.tsx";
import type { BotManner } from "#lib/rooms/schema.ts";
import { botManners } from "./bot-manners.ts";
import type { RoomDraft, Workspace } from "./room-draft.ts";

type RoomChatbotFieldsProps = {
  draft: RoomDraft;
  workspaces: readonly Workspace[];
  error: string | undefined;
  onChange: (part: Partial<RoomDraft>) => void;
};

/** Which chatbot takes part, and when it answers. */
export function RoomChatbotFields({ draft, workspaces, error, onChange }: RoomChatbotFieldsProps) {
  const t = useTranslations("rooms");
  const isOne = workspaces.length === 1;
  const options = (workspace: Workspace) =>
    workspace.chatbots.map(({ handle, name }) => (
      <option key={handle} value={handle}>
        {name}
      </option>
    ));
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SelectField
        label={t("chatbot")}
        hint={error}
        value={draft.chatbot}
        onChange={({ target }) =>
          onChange({
            chatbot: target.value,
            manner: target.value === "" ? "off" : draft.chatbot === "" ? "mentioned" : draft.manner,
          })
        }
      >
        {isOne
          ? workspaces.map(options)
          : workspaces.map((workspace) => (
              <optgroup key={workspace.name} label={workspace.name}>
                {options(workspace)}
              </optgroup>
            ))}
        {/* Without a chatbot, a room belongs to the only workspace. */}
        {isOne && <option value="">{t("noChatbot")}</option>}
      </SelectField>
      {draft.chatbot !== "" && (
        <SelectField
          label={t("manner")}
          hint={t(`manners.${draft.manner}.body`)}
          value={draft.manner}
          onChange={({ target }) => onChange({ manner: target.value as BotManner })}
        >
          {botManners.map((manner) => (
            <option key={manner} value={manner}>
              {t(`manners.${manner}.title`)}
            </option>
          ))}
        </SelectField>
      )}
    </div>
  );
}
