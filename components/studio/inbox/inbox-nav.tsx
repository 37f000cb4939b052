import { useTranslations } from "next-intl";
import { LinkSegments } from "#components/ui/link-segments.tsx";

const parts = ["inbox", "unanswered", "feedback", "analytics"] as const;
const paths = {
  inbox: "inbox",
  unanswered: "inbox/unanswered",
  feedback: "feedback",
  analytics: "analytics",
};
type InboxNavProps = { tenant: string; current: (typeof parts)[number] };

/** The pages about what people asked, which share one place in the navigation. */
export function InboxNav({ tenant, current }: InboxNavProps) {
  const t = useTranslations("inbox");
  const options = parts.map((part) => ({
    href: `/admin/${tenant}/${paths[part]}`,
    label: t(`parts.${part}`),
    isCurrent: part === current,
  }));
  return <LinkSegments label={t("title")} options={options} />;
}
