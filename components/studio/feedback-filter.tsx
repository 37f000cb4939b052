"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { Rating } from "#lib/conversation/schema.ts";

type FeedbackFilterProps = { options: { value: Rating | null; href: string; isCurrent: boolean }[] };

/** Links that narrow the list down to one rating. */
export function FeedbackFilter({ options }: FeedbackFilterProps) {
  const t = useTranslations("studio.ratings");
  return (
    <nav aria-label={t("filter")} className="mb-5 inline-flex rounded-control bg-sunken p-0.75">
      {options.map(({ value, href, isCurrent }) => (
        <Link
          key={value}
          href={href}
          aria-current={isCurrent ? "true" : undefined}
          className="inline-flex min-h-7.5 items-center rounded-[0.4375rem] px-3 text-small font-strong text-ink-muted aria-[current]:bg-selected aria-[current]:text-ink aria-[current]:shadow-xs pointer-coarse:min-h-10"
        >
          {t(value ?? "all")}
        </Link>
      ))}
    </nav>
  );
}
