import { useTranslations } from "next-intl";
import { LinkSegments } from "#components/ui/link-segments.tsx";

type Part = "settings" | "models";
type SettingsNavProps = { tenant: string; current: Part };

/** The pages of a workspace's settings, which share one place in the navigation. */
export function SettingsNav({ tenant, current }: SettingsNavProps) {
  const t = useTranslations("studio");
  const link = (part: Part, label: string) => ({
    href: `/admin/${tenant}/${part}`,
    label,
    isCurrent: part === current,
  });
  const options = [link("settings", t("settingsGeneral")), link("models", t("models.title"))];
  return <LinkSegments label={t("settings")} options={options} />;
}
