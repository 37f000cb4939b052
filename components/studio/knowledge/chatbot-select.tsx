"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Select } from "#components/ui/select.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";

type Props = { chatbots: { handle: string; name: string }[]; value: string; path: string };

/** Selects the chatbot whose knowledge is shown; hidden when there is only one. */
export function ChatbotSelect({ chatbots, value, path }: Props) {
  const t = useTranslations("studioKnowledge");
  const router = useRouter();
  if (chatbots.length < 2) return null;
  return (
    <Select
      className="w-56 max-w-full"
      aria-label={t("chatbot")}
      value={value}
      onChange={({ target }) => router.push(`${path}?${new URLSearchParams({ chatbot: target.value })}`)}
    >
      {chatbots.map(({ handle, name }) => (
        <option key={handle} value={handle}>
          {isolateText(name)}
        </option>
      ))}
    </Select>
  );
}
