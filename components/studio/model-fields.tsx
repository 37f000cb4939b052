import Link from "next/link";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { buttonClass } from "#components/ui/button.tsx";
import { noteClass } from "#components/ui/control-class.ts";
import { Field, SelectField } from "#components/ui/field.tsx";
import type { StandardModel } from "#lib/ai/schema.ts";
import { dispatchModes } from "#lib/instance/schema.ts";
import type { ChatbotForm } from "./use-chatbot-draft.ts";

type Props = { tenant: string; form: ChatbotForm; model: StandardModel; mayConnect: boolean };

/** The model, its settings and the answer mode. */
export function ModelFields({ tenant, form, model, mayConnect }: Props) {
  const t = useTranslations("studioChatbots");
  const list = useId();
  const { models, load } = useModels(tenant);
  const { draft, fields, change } = form;
  return (
    <>
      {model.builtIn ? (
        <p className={noteClass}>
          {t("modelBuiltIn")}{" "}
          {mayConnect && (
            <Link className={buttonClass("link")} href={`/admin/${tenant}/models`}>
              {t("connectModel")}
            </Link>
          )}
        </p>
      ) : (
        <>
          <Field
            label={t("model")}
            value={draft.model}
            onChange={(event) => change({ model: event.target.value })}
            placeholder={model.id}
            maxLength={120}
            list={list}
            onFocus={load}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            hint={t("modelHint", { model: model.id })}
            error={fields["config.model"]}
          />
          <datalist id={list}>
            {models.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
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

/** What the workspace's server offers, once somebody is about to choose. Without it, names are typed. */
function useModels(tenant: string) {
  const [models, setModels] = useState<string[]>([]);
  const [isAsked, setAsked] = useState(false);
  const load = () => {
    if (isAsked) return;
    setAsked(true);
    callApi<{ models: string[] }>(`/api/admin/${tenant}/models`).then(
      (found) => setModels(found.models),
      () => setAsked(false),
    );
  };
  return { models, load };
}
