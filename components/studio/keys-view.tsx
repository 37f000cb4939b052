"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { RowList } from "#components/ui/row-list.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { apiScopes } from "#lib/auth/schema.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { CopyText } from "./copy-text.tsx";

type ScopeKey = "chat" | "knowledge-read" | "knowledge-write" | "usage-read";
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

  const scopeName = (scope: string) => t(`scopes.${scope.replace(":", "-") as ScopeKey}`);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const values = new FormData(element);
    const body = { name: String(values.get("name")), scopes: values.getAll("scopes").map(String) };
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
      <PageHead title={t("keys")} lead={t("keysLead")} />
      <div className="grid grid-cols-1 gap-10 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid content-start gap-4">
          <FormError>{error}</FormError>
          <div role="status" className="empty:hidden">
            {made && (
              <div className="grid gap-2 p-5 rounded-2xl border border-line bg-raised">
                <p className="font-medium">{t("keyMade", { name: isolateText(made.name) })}</p>
                <p className="text-sm text-ink-muted">{t("keyOnce")}</p>
                <CopyText text={made.key} />
              </div>
            )}
          </div>
          {keys.length === 0 ? (
            <Empty title={t("noKeys")}>
              <p className="text-pretty text-ink-soft">{t("noKeysBody")}</p>
            </Empty>
          ) : (
            <RowList>
              {keys.map((key) => (
                <li key={key.id}>
                  <div className="min-w-0 flex-1">
                    <p className="truncate font-medium">
                      <bdi>{key.name}</bdi>
                    </p>
                    <p className="text-sm text-ink-muted">
                      {key.lastUsedAt
                        ? t("lastUsed", {
                            when: format.relativeTime(new Date(key.lastUsedAt), new Date(now)),
                          })
                        : t("neverUsed")}
                    </p>
                    <span className="mt-1.5 flex flex-wrap gap-1">
                      {key.scopes.map((scope) => (
                        <Badge key={scope}>{scopeName(scope)}</Badge>
                      ))}
                    </span>
                  </div>
                  <Button variant="ghost" onClick={() => setRevoking(key)}>
                    {t("revoke")}
                  </Button>
                </li>
              ))}
            </RowList>
          )}
        </div>
        <section
          aria-labelledby="new-key"
          className="self-start p-5 rounded-2xl border border-line bg-raised"
        >
          <h2 id="new-key" className="mb-4 font-semibold">
            {t("newKey")}
          </h2>
          <form className="grid gap-4" method="post" onSubmit={submit}>
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
              <legend className="mb-2 text-small font-strong">{t("keyScopes")}</legend>
              {apiScopes.map((scope) => (
                <label key={scope} className="flex min-h-8 items-center gap-2.5 text-body">
                  <Checkbox name="scopes" value={scope} defaultChecked={scope === "chat"} />
                  {scopeName(scope)}
                </label>
              ))}
              {fields.scopes && <p className="text-small text-danger">{fields.scopes}</p>}
            </fieldset>
            <Button type="submit" variant="primary" disabled={isBusy}>
              {t("makeKey")}
            </Button>
          </form>
        </section>
      </div>
      <ConfirmDialog
        isDestructive
        isOpen={revoking !== null}
        title={t("revokeTitle", { name: isolateText(revoking?.name ?? "") })}
        body={t("revokeBody")}
        confirm={t("revoke")}
        cancel={form("cancel")}
        onConfirm={() => revoking && revoke(revoking)}
        onClose={() => setRevoking(null)}
      />
    </>
  );
}
