import { useTranslations } from "next-intl";
import { noteClass } from "#components/ui/control-class.ts";
import { Field, SelectField } from "#components/ui/field.tsx";
import type { InstanceModel } from "#lib/ai/schema.ts";
import { dispatchModes } from "#lib/instance/schema.ts";
import type { ChatbotForm } from "./use-chatbot-draft.ts";

/** The model, its settings and the answer mode. */
export function ModelFields({ form, model }: { form: ChatbotForm; model: InstanceModel }) {
  const t = useTranslations("studioChatbots");
  const { draft, fields, change } = form;
  return (
    <>
      {model.builtIn ? (
        <p className={noteClass}>{t("modelBuiltIn")}</p>
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
    </>
  );
}
