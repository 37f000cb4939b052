"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { apiScopes } from "#lib/auth/schema.ts";
import { CopyText } from "./copy-text.tsx";

type Key = { id: string; name: string; scopes: string[]; createdAt: string; lastUsedAt: string | null };

export function KeysView({ tenant, initial, now }: { tenant: string; initial: Key[]; now: string }) {
  const t = useTranslations("studio");
  const form = useTranslations("form");
  const format = useFormatter();
  const { isBusy, error, fields, run } = useSubmit();
  const [keys, setKeys] = useState(initial);
  const [made, setMade] = useState<{ name: string; key: string } | null>(null);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const api = `/api/admin/${tenant}/keys`;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const given = new FormData(element);
    const body = { name: String(given.get("name")), scopes: given.getAll("scopes").map(String) };
    void run(async () => {
      const { key } = await callApi<{ key: string }>(api, { method: "POST", body });
      element.reset();
      setMade({ name: body.name, key });
      setKeys((await callApi<{ keys: Key[] }>(api)).keys);
    });
  };
  const revoke = (key: Key) => {
    setRevoking(null);
    void run(async () => {
      await callApi(`${api}/${key.id}`, { method: "DELETE" });
      setKeys((all) => all.filter((one) => one.id !== key.id));
    });
  };
  return (
    <>
      <div className="page-head">
        <div>
          <h1>{t("keys")}</h1>
          <p>{t("keysLead")}</p>
        </div>
      </div>
      <div className="grid gap-10 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid content-start gap-4">
          <FormError>{error}</FormError>
          <div role="status" className="empty:hidden">
            {made && (
              <div className="card grid gap-2 p-5">
                <p className="font-medium">{t("keyMade", { name: made.name })}</p>
                <p className="text-sm text-ink-muted">{t("keyOnce")}</p>
                <CopyText text={made.key} />
              </div>
            )}
          </div>
          {keys.length === 0 ? (
            <div className="empty">
              <h2>{t("noKeys")}</h2>
              <p>{t("noKeysBody")}</p>
            </div>
          ) : (
            <ul className="row-list">
              {keys.map((key) => (
                <li key={key.id} className="flex-wrap">
                  <div className="min-w-40 flex-1">
                    <p className="truncate font-medium">{key.name}</p>
                    <p className="text-sm text-ink-muted">
                      {key.lastUsedAt
                        ? t("lastUsed", {
                            when: format.relativeTime(new Date(key.lastUsedAt), new Date(now)),
                          })
                        : t("neverUsed")}
                    </p>
                  </div>
                  <span className="flex flex-wrap gap-1">
                    {key.scopes.map((scope) => (
                      <code key={scope} className="badge">
                        {scope}
                      </code>
                    ))}
                  </span>
                  <button type="button" className="quiet-button" onClick={() => setRevoking(key)}>
                    {t("revoke")}
                  </button>
                </li>
              ))}
            </ul>
          )}
        </div>
        <section aria-labelledby="new-key" className="card self-start p-5">
          <h2 id="new-key" className="mb-4 font-semibold">
            {t("newKey")}
          </h2>
          <form className="form-stack" method="post" onSubmit={submit}>
            <Field
              label={t("keyName")}
              name="name"
              required
              maxLength={60}
              autoComplete="off"
              hint={t("keyNameHint")}
              error={fields.name}
            />
            <fieldset className="grid gap-2">
              <legend className="mb-2 text-[0.8125rem] font-[550]">{t("keyScopes")}</legend>
              {apiScopes.map((scope) => (
                <label key={scope} className="flex min-h-8 items-center gap-2.5 text-[0.9375rem]">
                  <input type="checkbox" name="scopes" value={scope} defaultChecked={scope === "chat"} />
                  {t(
                    `scopes.${scope.replace(":", "-") as "chat" | "knowledge-read" | "knowledge-write" | "usage-read"}`,
                  )}
                </label>
              ))}
              {fields.scopes && <p className="field-error">{fields.scopes}</p>}
            </fieldset>
            <button type="submit" className="solid-button justify-center" disabled={isBusy}>
              {t("makeKey")}
            </button>
          </form>
        </section>
      </div>
      <ConfirmDialog
        isOpen={revoking !== null}
        title={t("revokeTitle", { name: revoking?.name ?? "" })}
        body={t("revokeBody")}
        confirm={t("revoke")}
        cancel={form("cancel")}
        onConfirm={() => revoking && revoke(revoking)}
        onClose={() => setRevoking(null)}
      />
    </>
  );
}
