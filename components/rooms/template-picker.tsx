"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import type { BotManner } from "#lib/rooms/schema.ts";

const templates = [
  { id: "workshop", manner: "mentioned" },
  { id: "support", manner: "mentioned" },
  { id: "study", manner: "always" },
  { id: "social", manner: "off" },
] as const satisfies readonly { id: string; manner: BotManner }[];

type TemplatePickerProps = {
  hasChatbot: boolean;
  onChoose: (template: { title: string; manner: BotManner }) => void;
};

/** Fills in the topic and when the chatbot answers. */
export function TemplatePicker({ hasChatbot, onChoose }: TemplatePickerProps) {
  const t = useTranslations("rooms");
  return (
    <section className="grid gap-2.5" aria-labelledby="room-templates">
      <h2 id="room-templates" className="text-small font-strong">
        {t("templatesLabel")}
      </h2>
      <ul className="grid gap-2.5 sm:grid-cols-2">
        {templates.map(({ id, manner }) => (
          <li key={id} className="grid">
            <Button
              variant="plain"
              className="grid content-start gap-0.5 rounded-panel border border-line bg-raised px-4 py-3 text-start transition-colors hover:border-accent"
              onClick={() => onChoose({ title: t(`templates.${id}.topic`), manner })}
            >
              <b className="text-body font-strong">{t(`templates.${id}.title`)}</b>
              <small className="text-small text-pretty text-ink-muted">
                {t(`templates.${id}.body`)} {hasChatbot && t(`mannerNotes.${manner}`)}
              </small>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
