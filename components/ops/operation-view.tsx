"use client";

import { useFormatter, useTranslations } from "next-intl";
import { DisabledUntilHydrated } from "#components/ui/disabled-until-hydrated.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { AlertsSection } from "./alerts-section.tsx";
import { DeployTable } from "./deploy-table.tsx";
import { GrowthSection } from "./growth-section.tsx";
import { InstanceState } from "./instance-state.tsx";
import { JobsTable } from "./jobs-table.tsx";
import type { Operation } from "./operation.ts";
import { ProcessesTable } from "./processes-table.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { StatusDot } from "./status-dot.tsx";
import { TurnsTable } from "./turns-table.tsx";
import { useOperation } from "./use-operation.ts";
import { WorkspacesTable } from "./workspaces-table.tsx";

/** The operator's page: current state, alerts and settings. */
export function OperationView({ initial }: { initial: Operation }) {
  const t = useTranslations("operation");
  const format = useFormatter();
  const { operation, isStale, refresh } = useOperation(initial);
  const nameOf = (tenantId: string | null) =>
    operation.usage.find((one) => one.tenantId === tenantId)?.name ?? t("unknownWorkspace");
  return (
    <div className="*:[section,form]:mt-10 [&>fieldset>section]:mt-10">
      <PageHead
        title={t("title")}
        lead={
          <p role="status">
            {isStale
              ? t("old", { time: format.dateTime(new Date(operation.now), { timeStyle: "medium" }) })
              : t("lead")}
          </p>
        }
      >
        <StatusDot status={operation.health.status}>{t(`states.${operation.health.status}`)}</StatusDot>
      </PageHead>
      <InstanceState operation={operation} />
      <AlertsSection operation={operation} />
      <JobsTable operation={operation} nameOf={nameOf} onChanged={refresh} />
      <TurnsTable operation={operation} nameOf={nameOf} />
      <GrowthSection operation={operation} />
      <ProcessesTable operation={operation} />
      <DeployTable operation={operation} />
      <DisabledUntilHydrated>
        <WorkspacesTable operation={operation} />
      </DisabledUntilHydrated>
      <SettingsForm initial={initial.settings} channels={operation.channels} />
    </div>
  );
}
