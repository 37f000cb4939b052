"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AreaField, Field, SelectField } from "#components/ui/field.tsx";
import type { InstanceModel } from "#lib/ai/schema.ts";
import { looks } from "#lib/chatbot/schema.ts";
import { textLanguages } from "#lib/core/text-languages.ts";
import { dispatchModes } from "#lib/instance/schema.ts";
import { Choice } from "./choice.tsx";
import { SkillsField } from "./skills-field.tsx";
import { StartersField } from "./starters-field.tsx";
import type { ChatbotForm } from "./use-chatbot-draft.ts";
import { useLanguageName } from "./use-language-name.ts";

const PERSONA_MAX = 8_000;
const policies = ["knowledge", "prefer", "free"] as const;
const visibilities = ["public", "members", "link"] as const;

type Props = {
  form: ChatbotForm;
  model: InstanceModel;
  documents: number;
  isReadOnly: boolean;
  /** How the address can be given to others, below who may use it. */
  share: ReactNode;
};

export function ChatbotFields({ form, model, documents, isReadOnly, share }: Props) {
  const t = useTranslations("studioChatbots");
  const languageName = useLanguageName();
  const { draft, fields, change } = form;
  const left = PERSONA_MAX - draft.persona.length;
  return (
    <>
      <fieldset className="studio-section" disabled={isReadOnly}>
        <h2>{t("appearance")}</h2>
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
          starters={draft.starters}
          errors={startersErrors(fields)}
          onChange={(starters) => change({ starters })}
        />
      </fieldset>
      <fieldset className="studio-section" disabled={isReadOnly}>
        <h2>{t("behaviour")}</h2>
        <AreaField
          label={t("persona")}
          value={draft.persona}
          onChange={(event) => change({ persona: event.target.value })}
          maxLength={PERSONA_MAX}
          dir="auto"
          hint={left < 800 ? t("left", { count: left }) : t(model.builtIn ? "personaBuiltIn" : "personaHint")}
          error={fields["config.persona"]}
          data-tall
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
      </fieldset>
      <fieldset className="studio-section" disabled={isReadOnly}>
        <h2>{t("skills")}</h2>
        <p className="studio-note">{t("skillsLead")}</p>
        <SkillsField skills={draft.skills} onChange={(skills) => change({ skills })} />
      </fieldset>
      <fieldset className="studio-section" disabled={isReadOnly}>
        <h2>{t("modelTitle")}</h2>
        {model.builtIn ? (
          <p className="studio-note">{t("modelBuiltIn")}</p>
        ) : (
          <>
            <Field
              label={t("model")}
              value={draft.model}
              onChange={(event) => change({ model: event.target.value })}
              placeholder={model.id}
              maxLength={120}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              hint={t("modelHint", { model: model.id })}
              error={fields["config.model"]}
            />
            <div className="grid items-start gap-4 sm:grid-cols-2">
              <Field
                label={t("temperature")}
                type="number"
                min={0}
                max={2}
                step={0.1}
                inputMode="decimal"
                value={draft.temperature}
                onChange={(event) => change({ temperature: event.target.value })}
                hint={t("temperatureHint")}
                error={fields["config.temperature"]}
              />
              <Field
                label={t("maxOutputTokens")}
                type="number"
                min={16}
                max={32_000}
                step={1}
                required
                inputMode="numeric"
                value={draft.maxOutputTokens}
                onChange={(event) => change({ maxOutputTokens: event.target.value })}
                error={fields["config.maxOutputTokens"]}
              />
            </div>
          </>
        )}
        <SelectField
          label={t("dispatch")}
          hint={t("dispatchHint")}
          value={draft.dispatch}
          onChange={(event) => change({ dispatch: event.target.value as typeof draft.dispatch })}
        >
          <option value="">{t("dispatches.instance")}</option>
          {dispatchModes.map((mode) => (
            <option key={mode} value={mode}>
              {t(`dispatches.${mode}`)}
            </option>
          ))}
        </SelectField>
      </fieldset>
      <fieldset className="studio-section" disabled={isReadOnly}>
        <h2>{t("access")}</h2>
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
          className="prefixed"
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
      </fieldset>
    </>
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
