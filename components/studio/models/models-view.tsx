"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { FormError } from "#components/ui/field.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { RowList } from "#components/ui/row-list.tsx";
import { Section } from "#components/ui/section.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import type { ModelConnection } from "#lib/ai/connections/schema.ts";
import type { StandardModel } from "#lib/ai/schema.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { ConnectionForm, type Reach } from "./connection-form.tsx";

type Props = {
  tenant: string;
  connection: ModelConnection | null;
  /** What answers without a connection. */
  instance: StandardModel;
  reach: Reach;
  /** Those with a model setting of their own. */
  chatbots: { id: string; name: string; model: string }[];
};

/** Which model answers in this workspace, and the connection to a server of its own. */
export function ModelsView({ tenant, connection, instance, reach, chatbots }: Props) {
  const t = useTranslations("studio.models");
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      <div className="grid gap-9">
        {connection ? (
          <Connected tenant={tenant} connection={connection} instance={instance} />
        ) : (
          <Section title={t("inUse")} className="max-w-xl">
            <p className="text-pretty text-ink-muted">
              {instance.builtIn
                ? t("builtIn")
                : t.rich("instance", {
                    model: instance.id,
                    b: (chunks) => <b className="text-ink">{chunks}</b>,
                  })}
            </p>
          </Section>
        )}
        <Section title={t(connection ? "change" : "connect")} className="max-w-xl border-t border-line pt-9">
          {!connection && <p className="text-pretty text-ink-muted">{t("connectLead")}</p>}
          <ConnectionForm
            key={connection?.updatedAt ?? "new"}
            tenant={tenant}
            connection={connection}
            reach={reach}
          />
        </Section>
        {chatbots.length > 0 && (
          <Section title={t("overrides")} className="max-w-xl border-t border-line pt-9">
            <p className="text-pretty text-ink-muted">{t("overridesLead")}</p>
            <RowList>
              {chatbots.map(({ id, name, model }) => (
                <li key={id} className="relative">
                  <Link
                    href={`/admin/${tenant}/chatbots/${id}`}
                    className="min-w-0 flex-1 truncate font-medium after:absolute after:inset-0"
                  >
                    <bdi>{name}</bdi>
                  </Link>
                  <span className="min-w-0 truncate text-small text-ink-muted">{model}</span>
                </li>
              ))}
            </RowList>
          </Section>
        )}
      </div>
    </>
  );
}

type ConnectedProps = { tenant: string; connection: ModelConnection; instance: StandardModel };

function Connected({ tenant, connection, instance }: ConnectedProps) {
  const t = useTranslations("studio.models");
  const form = useTranslations("form");
  const format = useFormatter();
  const router = useRouter();
  const { isBusy, error, run } = useSubmit();
  const [isAsking, setAsking] = useState(false);
  const { baseUrl, model, keyEnd, isKeyLost, updatedAt } = connection;
  const remove = () => {
    setAsking(false);
    void run(async () => {
      await callApi(`/api/admin/${tenant}/models`, { method: "DELETE" });
      router.refresh();
    });
  };
  const rows = [
    [t("server"), baseUrl],
    [t("key"), keyEnd === null ? t("noKey") : keyEnd === "" ? t("keySaved") : t("keyEnd", { end: keyEnd })],
    [t("changed"), format.dateTime(new Date(updatedAt), { dateStyle: "long" })],
  ];
  return (
    <Section
      className="max-w-xl"
      title={
        <span className="flex flex-wrap items-center gap-2.5">
          <bdi className="break-all">{model}</bdi>
          <Badge>{t("connected")}</Badge>
        </span>
      }
    >
      <FormError>{error ?? (isKeyLost && t("keyLost"))}</FormError>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1.5 text-small">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-muted">{name}</dt>
            <dd className="break-all">{value}</dd>
          </div>
        ))}
      </dl>
      <Button variant="dangerOutline" className="w-fit" disabled={isBusy} onClick={() => setAsking(true)}>
        {t("remove")}
      </Button>
      <ConfirmDialog
        isDestructive
        title={t("removeTitle")}
        body={
          instance.builtIn ? t("removeToBuiltIn") : t("removeToInstance", { model: isolateText(instance.id) })
        }
        confirm={t("remove")}
        cancel={form("cancel")}
        isOpen={isAsking}
        onConfirm={remove}
        onClose={() => setAsking(false)}
      />
    </Section>
  );
}
