"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { noteClass } from "#components/ui/control-class.ts";
import { AreaField, Field, SelectField } from "#components/ui/field.tsx";
import { SectionTitle, sectionClass } from "#components/ui/section.tsx";
import type { StandardModel } from "#lib/ai/schema.ts";
import { looks } from "#lib/chatbot/schema.ts";
import { textLanguages } from "#lib/core/text-languages.ts";
import { Choice } from "./choice.tsx";
import { ModelFields } from "./model-fields.tsx";
import { SkillsField } from "./skills-field.tsx";
import { StartersField } from "./starters-field.tsx";
import type { ChatbotForm } from "./use-chatbot-draft.ts";
import { useLanguageName } from "./use-language-name.ts";

const PERSONA_MAX = 8_000;
const policies = ["knowledge", "prefer", "free"] as const;
const visibilities = ["public", "members", "link"] as const;

type Props = {
  tenant: string;
  /** URL of the chatbot's API. */
  api: string;
  form: ChatbotForm;
  model: StandardModel;
  mayConnect: boolean;
  documents: number;
  isReadOnly: boolean;
  /** The sharing panel, shown below the access settings. */
  share: ReactNode;
};

export function ChatbotFields(props: Props) {
  const { tenant, api, form, model, mayConnect, documents, isReadOnly, share } = props;
  const t = useTranslations("studioChatbots");
  const languageName = useLanguageName();
  const { draft, fields, change } = form;
  const left = PERSONA_MAX - draft.persona.length;
  return (
    <>
      <FormSection title={t("appearance")} isReadOnly={isReadOnly}>
        <Field
          label={t("name")}
          value={draft.name}
          onChange={(event) => change({ name: event.target.value })}
          required
          maxLength={60}
          error={fields.name}
        />
        <Field
          label={t("greeting")}
          value={draft.greeting}
          onChange={(event) => change({ greeting: event.target.value })}
          maxLength={500}
          dir="auto"
          hint={t("greetingHint")}
          error={fields["config.greeting"]}
        />
        <SelectField
          label={t("look")}
          value={draft.look}
          onChange={(event) => change({ look: event.target.value as typeof draft.look })}
        >
          {looks.map((look) => (
            <option key={look} value={look}>
              {t(`looks.${look}`)}
            </option>
          ))}
        </SelectField>
        <StartersField
          api={api}
          hasKnowledge={documents > 0 && !isReadOnly}
          starters={draft.starters}
          errors={startersErrors(fields)}
          onChange={(starters) => change({ starters })}
        />
      </FormSection>
      <FormSection title={t("behaviour")} isReadOnly={isReadOnly}>
        <AreaField
          label={t("persona")}
          value={draft.persona}
          onChange={(event) => change({ persona: event.target.value })}
          maxLength={PERSONA_MAX}
          dir="auto"
          hint={left < 800 ? t("left", { count: left }) : t(model.builtIn ? "personaBuiltIn" : "personaHint")}
          error={fields["config.persona"]}
          isTall
        />
        <Choice
          legend={t("policy")}
          name="answerPolicy"
          value={draft.answerPolicy}
          onChange={(answerPolicy) => change({ answerPolicy })}
          options={policies.map((value) => ({
            value,
            title: t(`policies.${value}.title`),
            body: t(`policies.${value}.body`),
          }))}
        />
        <SelectField
          label={t("language")}
          hint={documents > 0 ? t("languageFixed") : t("languageHint")}
          value={draft.language}
          disabled={documents > 0}
          onChange={(event) => change({ language: event.target.value as typeof draft.language })}
        >
          {textLanguages.map((language) => (
            <option key={language} value={language}>
              {languageName(language)}
            </option>
          ))}
        </SelectField>
      </FormSection>
      <FormSection title={t("skills")} isReadOnly={isReadOnly}>
        <p className={noteClass}>{t("skillsLead")}</p>
        <SkillsField skills={draft.skills} onChange={(skills) => change({ skills })} />
      </FormSection>
      <FormSection title={t("modelTitle")} isReadOnly={isReadOnly}>
        <ModelFields tenant={tenant} form={form} model={model} mayConnect={mayConnect} />
      </FormSection>
      <FormSection id="access" title={t("access")} isReadOnly={isReadOnly}>
        <Choice
          legend={<span className="sr-only">{t("access")}</span>}
          name="visibility"
          value={draft.visibility}
          onChange={(visibility) => change({ visibility })}
          options={visibilities.map((value) => ({
            value,
            title: t(`visibilities.${value}.title`),
            body: t(`visibilities.${value}.body`),
          }))}
        />
        <Field
          label={t("handle")}
          prefix="/c/"
          value={draft.handle}
          onChange={(event) => change({ handle: event.target.value.toLowerCase() })}
          required
          maxLength={63}
          pattern="[a-z0-9]([a-z0-9\-]*[a-z0-9])?"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          hint={t("handleHint")}
          error={fields.handle}
        />
        {share}
      </FormSection>
    </>
  );
}

function FormSection(props: { id?: string; title: string; isReadOnly: boolean; children: ReactNode }) {
  return (
    <fieldset
      id={props.id}
      className={`${sectionClass} scroll-mt-16 not-first:border-t not-first:border-line not-first:pt-9`}
      disabled={props.isReadOnly}
    >
      <SectionTitle>{props.title}</SectionTitle>
      {props.children}
    </fieldset>
  );
}

function startersErrors(fields: Record<string, string>): Record<number, string> {
  const prefix = "config.starters.";
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, message]) => [Number(path.slice(prefix.length)), message]),
  );
}
