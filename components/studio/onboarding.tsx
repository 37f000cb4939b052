"use client";

import { Check } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { callApi } from "#components/ui/api.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { isOnboarded, type OnboardingStep } from "./onboarding-steps.ts";

type Props = { tenant: string; steps: OnboardingStep[]; className?: string };

/** The first steps of a new workspace. Shown until they are done or somebody hides them. */
export function Onboarding({ tenant, steps, className = "" }: Props) {
  const t = useTranslations("studio.onboarding");
  const router = useRouter();
  const { isBusy, error, run } = useSubmit();
  if (isOnboarded(steps)) return null;
  const needed = steps.filter(({ isOptional }) => !isOptional);
  const next = needed.find(({ isDone }) => !isDone)?.name;
  const hide = () =>
    void run(async () => {
      await callApi(`/api/admin/${tenant}/onboarding`, { method: "DELETE" });
      router.refresh();
    });
  return (
    <section
      aria-labelledby="first-steps"
      className={`rounded-panel border border-line bg-raised ${className}`}
    >
      <header className="flex items-center gap-3 py-2 ps-4 pe-2">
        <h2 id="first-steps" className="font-semibold">
          {t("title")}
        </h2>
        <span className="text-small text-ink-muted tabular-nums">
          {t("progress", { done: needed.filter(({ isDone }) => isDone).length, all: needed.length })}
        </span>
        <Button variant="ghost" className="ms-auto" disabled={isBusy} onClick={hide}>
          {t("hide")}
        </Button>
      </header>
      {error && <p className="px-4 pb-2 text-small text-danger">{error}</p>}
      <ol>
        {steps.map(({ name, isDone, isOptional, path }, index) => (
          <li
            key={name}
            aria-current={name === next ? "step" : undefined}
            className="relative flex items-start gap-3 border-t border-line px-4 py-3 has-[a]:hover:bg-surface last:rounded-b-[inherit]"
          >
            <span
              aria-hidden
              className={`mt-0.5 grid size-5 flex-none place-items-center rounded-full text-note tabular-nums ${
                isDone ? "bg-accent text-accent-ink" : "border border-line-strong text-ink-muted"
              }`}
            >
              {isDone ? <Check className="size-3 stroke-[3]" /> : isOptional ? "" : index + 1}
            </span>
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
                {path && !isDone ? (
                  <Link href={`/admin/${tenant}${path}`} className="font-strong after:absolute after:inset-0">
                    {t(`steps.${name}.title`)}
                  </Link>
                ) : (
                  <span className={isDone ? "text-ink-muted" : "font-strong"}>
                    {t(`steps.${name}.title`)}
                  </span>
                )}
                {isDone && <span className="sr-only">{t("done")}</span>}
                {isOptional && <Badge>{t("optional")}</Badge>}
              </p>
              {!isDone && <p className="text-small text-pretty text-ink-muted">{t(`steps.${name}.body`)}</p>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
