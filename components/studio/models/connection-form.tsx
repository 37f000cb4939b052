"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { noteClass } from "#components/ui/control-class.ts";
import { Field, FormError, SelectField } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import {
  type ConnectionPreset,
  type ConnectionTest,
  connectionPresets,
  type ModelConnection,
  presetUrls,
} from "#lib/ai/connections/schema.ts";
import { TestResult } from "./test-result.tsx";

/** Where this instance lets servers be. */
export type Reach = "public" | "loopback" | "private";

type Props = { tenant: string; connection: ModelConnection | null; reach: Reach };

const local: readonly ConnectionPreset[] = ["ollama", "lmstudio", "vllm"];

/** Address, key and model of a server, which can be tested before they are saved. */
export function ConnectionForm({ tenant, connection, reach }: Props) {
  const t = useTranslations("studio.models");
  const router = useRouter();
  const models = useId();
  const { isBusy, error, fields, run, clear } = useSubmit();
  const [doing, setDoing] = useState<"list" | "test" | "save" | null>(null);
  const [preset, setPreset] = useState<ConnectionPreset>(connection?.preset ?? "openai");
  const [baseUrl, setBaseUrl] = useState(connection?.baseUrl ?? presetUrls.openai);
  const [key, setKey] = useState("");
  const [model, setModel] = useState(connection?.model ?? "");
  const [offered, setOffered] = useState<string[] | null>(null);
  const [result, setResult] = useState<ConnectionTest | null>(null);
  const api = `/api/admin/${tenant}/models`;
  const isKeyKept = connection?.keyEnd != null && baseUrl === connection.baseUrl;
  const server = { baseUrl, key: key.trim() || (isKeyKept ? undefined : null) };

  const edit = (change: () => void) => {
    clear();
    setResult(null);
    change();
  };
  const choose = (next: ConnectionPreset) =>
    edit(() => {
      setPreset(next);
      setOffered(null);
      setBaseUrl(next === connection?.preset ? connection.baseUrl : presetUrls[next]);
    });
  const work = (what: "list" | "test" | "save", action: () => Promise<void>) => {
    setDoing(what);
    setResult(null);
    void run(action).finally(() => setDoing(null));
  };
  const ask = (what: "list" | "test") =>
    work(what, async () => {
      const body = what === "test" ? { ...server, model } : server;
      const found = await callApi<ConnectionTest>(`${api}/test`, { method: "POST", body });
      if (found.models) setOffered(found.models);
      if (what === "test" || !found.isOk || !found.models?.length) setResult(found);
    });
  const save = (event: FormEvent) => {
    event.preventDefault();
    work("save", async () => {
      await callApi(api, { method: "PUT", body: { ...server, preset, model } });
      router.refresh();
    });
  };
  return (
    <form className="grid gap-4" method="post" onSubmit={save}>
      <FormError>{error}</FormError>
      <SelectField
        label={t("provider")}
        value={preset}
        onChange={(event) => choose(event.target.value as ConnectionPreset)}
      >
        {connectionPresets.map((one) => (
          <option key={one} value={one}>
            {t(`presets.${one}`)}
          </option>
        ))}
      </SelectField>
      {local.includes(preset) && reach !== "private" && (
        <p className={noteClass}>{t(reach === "public" ? "localRefused" : "localHere")}</p>
      )}
      <Field
        label={t("url")}
        type="url"
        inputMode="url"
        value={baseUrl}
        onChange={(event) => edit(() => setBaseUrl(event.target.value))}
        placeholder="https://example.com/v1"
        required
        maxLength={300}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
        hint={preset === "custom" ? t("urlHint") : undefined}
        error={fields.baseUrl}
      />
      <Field
        label={local.includes(preset) || preset === "custom" ? t("keyOptional") : t("key")}
        // Not "password": browsers would offer to save it as the one for this site.
        className="[&_input]:[-webkit-text-security:disc]"
        value={key}
        onChange={(event) => edit(() => setKey(event.target.value))}
        placeholder={isKeyKept ? t("keyKept", { end: connection.keyEnd || "…" }) : undefined}
        maxLength={500}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
        hint={t(isKeyKept ? "keyKeptHint" : "keyHint")}
        error={fields.key}
      />
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2">
        <Field
          label={t("model")}
          value={model}
          onChange={(event) => edit(() => setModel(event.target.value))}
          required
          maxLength={120}
          list={models}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          dir="ltr"
          hint={offered ? t("modelsFound", { count: offered.length }) : t("modelHint")}
          error={fields.model}
        />
        <Button className="mt-6.5 min-h-10!" disabled={isBusy || !baseUrl} onClick={() => ask("list")}>
          {t(doing === "list" ? "listing" : "list")}
        </Button>
        <datalist id={models}>
          {offered?.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" disabled={isBusy}>
          {t(doing === "save" ? "saving" : connection ? "save" : "saveNew")}
        </Button>
        <Button
          className="min-h-10!"
          disabled={isBusy || !baseUrl || !model.trim()}
          onClick={() => ask("test")}
        >
          {t(doing === "test" ? "testing" : "test")}
        </Button>
      </div>
      <TestResult result={result} model={model} onUse={(url) => edit(() => setBaseUrl(url))} />
    </form>
  );
}
