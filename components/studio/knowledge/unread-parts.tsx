import { FileQuestion } from "lucide-react";
import { useTranslations } from "next-intl";
import type { DocumentView } from "#lib/knowledge/schema.ts";

type Props = { unread: DocumentView["unread"]; pageKind: NonNullable<DocumentView["pages"]>["kind"] };

/** What readers of the document see and its text lacks. */
export function UnreadParts({ unread, pageKind }: Props) {
  const t = useTranslations("studioKnowledge");
  return (
    <section
      className="mb-8 rounded-2xl border border-line bg-surface px-5 py-4.5"
      aria-labelledby="not-read"
    >
      <h2 id="not-read" className="flex items-center gap-2 text-body font-semibold">
        <FileQuestion aria-hidden className="size-4 flex-none text-ink-soft" />
        {t("document.notRead")}
      </h2>
      <p className="mt-1 mb-3 text-small text-ink-muted">{t("document.notReadBody")}</p>
      <ul>
        {unread.map(({ kind, names, pieces, page }) => (
          <li key={kind} className="flex flex-wrap gap-x-3 border-t border-line py-2.5 text-small">
            <b className="font-strong">{t(`unread.${kind}`, { count: pieces })}</b>
            {page && (
              <small className="text-small text-ink-muted">
                {t("document.notReadFirst", { place: t(`document.${pageKind}.one`, { first: page }) })}
              </small>
            )}
            {names && <span className="flex-[1_0_100%] text-note wrap-anywhere text-ink-soft">{names}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
