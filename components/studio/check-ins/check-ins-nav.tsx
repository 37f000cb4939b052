import { useTranslations } from "next-intl";
import { LinkSegments } from "#components/ui/link-segments.tsx";

type Part = "teams" | "updates" | "slack";
type CheckInsNavProps = { tenant: string; current: Part; mayManageSlack: boolean };

/** The pages of check-ins, which share one place in the navigation. */
export function CheckInsNav({ tenant, current, mayManageSlack }: CheckInsNavProps) {
  const t = useTranslations();
  const link = (part: Part, label: string) => ({
    href: `/admin/${tenant}/${part}`,
    label,
    isCurrent: part === current,
  });
  const options = [link("teams", t("checkIns.teams")), link("updates", t("checkIns.updates"))];
  if (mayManageSlack) options.push(link("slack", t("studio.slack.title")));
  return <LinkSegments label={t("studio.teams")} options={options} />;
}
