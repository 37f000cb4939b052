"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { FormError } from "#components/ui/field.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { Section } from "#components/ui/section.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { ConnectProblem, SlackConnection, TroubledMessage } from "#lib/slack/schema.ts";
import { DisconnectSlack } from "./disconnect-slack.tsx";
import { ManifestSection } from "./manifest-section.tsx";
import { TroubledMessages } from "./troubled-messages.tsx";

type Props = {
  tenant: string;
  connection: SlackConnection | null;
  /** Whether this instance has a Slack app. */
  hasApp: boolean;
  manifest: string;
  troubled: TroubledMessage[];
  /** Why the last attempt to connect failed. */
  problem: ConnectProblem | null;
};

/** The workspace's connection with Slack, and the manifest to create the app from. */
export function SlackView({ tenant, connection, hasApp, manifest, troubled, problem }: Props) {
  const t = useTranslations("studio.slack");
  const connect = (label: string) => (
    // A plain link: the route answers with a redirect to Slack.
    <a className={buttonClass("primary", "w-fit no-underline")} href={`/api/slack/install?tenant=${tenant}`}>
      {label}
    </a>
  );
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      <FormError>{problem && t(`problems.${problem}`)}</FormError>
      <div className="mt-6 grid gap-9">
        {connection && (
          <Connected tenant={tenant} connection={connection} reconnect={connect(t("reconnect"))} />
        )}
        {!connection && hasApp && (
          <Section title={t("notConnected")} className="max-w-xl">
            <p className="text-ink-muted text-pretty">{t("connectLead")}</p>
            {connect(t("connect"))}
          </Section>
        )}
        {!connection && !hasApp && (
          <Section title={t("noApp")} className="max-w-xl">
            <p className="text-ink-muted text-pretty">{t("noAppLead")}</p>
          </Section>
        )}
        <TroubledMessages
          tenant={tenant}
          messages={troubled}
          isConnected={connection !== null && connection.revokedAt === null}
        />
        <ManifestSection manifest={manifest} hasApp={hasApp} />
      </div>
    </>
  );
}

type ConnectedProps = { tenant: string; connection: SlackConnection; reconnect: ReactNode };

function Connected({ tenant, connection, reconnect }: ConnectedProps) {
  const t = useTranslations("studio.slack");
  const format = useFormatter();
  const day = (text: string) => format.dateTime(new Date(text), { dateStyle: "long" });
  const { teamName, connectedAt, revokedAt, deliveries } = connection;
  const counts = (["sent", "waiting", "failed", "unknown"] as const).filter(
    (state) => state === "sent" || deliveries[state] > 0,
  );
  return (
    <Section
      className="max-w-xl"
      title={
        <span className="flex flex-wrap items-center gap-2.5">
          <bdi>{teamName}</bdi>
          {revokedAt ? <Badge tone="danger">{t("revoked")}</Badge> : <Badge>{t("connected")}</Badge>}
        </span>
      }
    >
      {revokedAt ? (
        <>
          <p className="text-danger text-pretty">{t("revokedLead", { day: day(revokedAt) })}</p>
          {reconnect}
        </>
      ) : (
        <p className="text-ink-muted">{t("connectedOn", { day: day(connectedAt) })}</p>
      )}
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-small">
        <dt className="col-span-2 text-ink-muted">{t("messagesOfWeek")}</dt>
        {counts.map((state) => (
          <div key={state} className="contents">
            <dt>{t(`states.${state}`)}</dt>
            <dd className="tabular-nums">{format.number(deliveries[state])}</dd>
          </div>
        ))}
      </dl>
      <DisconnectSlack tenant={tenant} team={isolateText(teamName)} />
    </Section>
  );
}
