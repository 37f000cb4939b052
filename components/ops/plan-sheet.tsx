import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { FormError } from "#components/ui/field.tsx";
import { Sheet } from "#components/ui/sheet.tsx";
import { SheetHead, sheetBodyClass } from "#components/ui/sheet-head.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { PlanForm, type PlanView } from "./plan-form.tsx";

type Props = {
  workspace: { slug: string; name: string };
  returnFocus: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** Loads a workspace's plan and lets the operator change it. */
export function PlanSheet({ workspace, returnFocus, onClose }: Props) {
  const { slug, name } = workspace;
  const t = useTranslations("operation.plan");
  const { run, error } = useSubmit();
  const [plan, setPlan] = useState<PlanView | null>(null);
  useEffect(() => {
    void run(async () =>
      setPlan(await callApi<PlanView>(`/api/ops/workspaces/${encodeURIComponent(slug)}/plan`)),
    );
  }, [run, slug]);
  const title = t("title", { name: isolateText(name) });
  return (
    <Sheet side="end" label={title} isOpen onClose={onClose} returnFocus={returnFocus}>
      <SheetHead title={title} closeLabel={t("close")} onClose={onClose} />
      <div className={sheetBodyClass} aria-busy={plan === null && error === null}>
        <FormError>{error}</FormError>
        {plan && <PlanForm slug={slug} initial={plan} onClose={onClose} />}
      </div>
    </Sheet>
  );
}
