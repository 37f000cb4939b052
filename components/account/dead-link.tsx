import { useTranslations } from "next-intl";
import { buttonClass } from "#components/ui/button.tsx";

type Props = {
  /** Where a new link can be had; without one, the text says whom to ask. */
  again?: { href: string; label: string };
  children?: string;
};

/** A link that lost its token, or is used up, with what to do next. */
export function DeadLink({ again, children }: Props) {
  const t = useTranslations("account");
  return (
    <div className="grid gap-4">
      <p className="text-pretty text-ink-soft">{children ?? t("linkIncomplete")}</p>
      <p className="flex flex-wrap items-center gap-x-5 gap-y-2">
        {again && (
          <a className={buttonClass("primary", "no-underline")} href={again.href}>
            {again.label}
          </a>
        )}
        <a className={buttonClass("link")} href="/sign-in">
          {t("backToSignIn")}
        </a>
      </p>
    </div>
  );
}
