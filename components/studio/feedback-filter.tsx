"use client";

import { useTranslations } from "next-intl";
import { LinkSegments } from "#components/ui/link-segments.tsx";
import type { Rating } from "#lib/conversation/schema.ts";

type FeedbackFilterProps = { options: { value: Rating | null; href: string; isCurrent: boolean }[] };

/** Links that narrow the list down to one rating. */
export function FeedbackFilter({ options }: FeedbackFilterProps) {
  const t = useTranslations("studio.ratings");
  const links = options.map(({ value, ...link }) => ({ ...link, label: t(value ?? "all") }));
  return <LinkSegments label={t("filter")} options={links} />;
}
