"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { CopyText } from "#components/ui/copy-text.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { FormError } from "#components/ui/field.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { RowList } from "#components/ui/row-list.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import type { ApiKeyView } from "#lib/auth/api-key/list-api-keys.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { KeyForm, type NewKey } from "./key-form.tsx";
import { KeyRow } from "./key-row.tsx";

type Props = {
  tenant: string;
  /** The signed-in member. */
  self: string;
  initial: ApiKeyView[];
  chatbots: { id: string; name: string }[];
  now: string;
};

export function KeysView({ tenant, self, initial, chatbots, now }: Props) {
  const t = useTranslations("studio");
  const form = useTranslations("form");
  const { isBusy, error, fields, run } = useSubmit();
  const [keys, setKeys] = useState(initial);
  const [made, setMade] = useState<{ name: string; key: string } | null>(null);
  const [revoking, setRevoking] = useState<ApiKeyView | null>(null);
  const api = `/api/admin/${tenant}/keys`;

  const reload = async () => setKeys((await callApi<{ keys: ApiKeyView[] }>(api)).keys);
  const create = (body: NewKey) =>
    run(async () => {
      const { key } = await callApi<{ key: string }>(api, { method: "POST", body });
      setMade({ name: body.name, key });
      await reload();
    });
  const takeOver = (key: ApiKeyView) =>
    void run(async () => {
      await callApi(`${api}/${key.id}`, { method: "PATCH", body: { takeOver: true } });
      await reload();
    });
  const revoke = (key: ApiKeyView) => {
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
                <p className="font-medium">{t("keyCreated", { name: isolateText(made.name) })}</p>
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
                <KeyRow
                  key={key.id}
                  apiKey={key}
                  self={self}
                  now={now}
                  isBusy={isBusy}
                  onTakeOver={() => takeOver(key)}
                  onRevoke={() => setRevoking(key)}
                />
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
          <KeyForm chatbots={chatbots} isBusy={isBusy} fields={fields} onSubmit={create} />
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
