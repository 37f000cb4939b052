import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireOperator } from "#app/_server/pages/page.ts";
import { readSystemStatus } from "#app/_server/pages/system-status.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import type { Operation } from "#components/ops/operation.ts";
import { OperationView } from "#components/ops/operation-view.tsx";
import { FigureCards } from "#components/studio/analytics/figure-cards.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Section } from "#components/ui/section.tsx";
import { ThemeToggle } from "#components/ui/theme-toggle.tsx";
import { getInstanceFigures } from "#lib/analytics/get-report.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("operation"))("title") };
}

/** For the operator. */
export default async function Page() {
  const { operator } = await requireOperator("/ops");
  const [t, look, figures] = await Promise.all([
    getTranslations("operation"),
    readSystemStatus(operator),
    getInstanceFigures(operator, { days: "30" }),
  ]);
  return (
    <Texts of={["operation"]}>
      <div className="mx-auto max-w-5xl px-5 pb-24">
        <header className="flex items-center justify-between py-5">
          <Link href="/admin" className="font-semibold tracking-tight text-accent">
            Parley
          </Link>
          <div className="flex items-center gap-2">
            <Link href="/admin" className={buttonClass("ghost")}>
              {t("backToStudio")}
            </Link>
            <ThemeToggle />
          </div>
        </header>
        <main>
          <OperationView initial={JSON.parse(JSON.stringify(look)) as Operation} />
          <Section title={t("allWorkspaces")} className="mt-12">
            <FigureCards now={figures.now} before={figures.before} inbox={null} hasCost />
          </Section>
        </main>
      </div>
    </Texts>
  );
}
