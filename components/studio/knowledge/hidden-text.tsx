import { EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import type { DocumentView } from "#lib/knowledge/schema.ts";

type Props = { hidden: DocumentView["hidden"]; pageKind: NonNullable<DocumentView["pages"]>["kind"] };

/** Text that readers of the document cannot see, and that is therefore not searched. */
export function HiddenText({ hidden, pageKind }: Props) {
  const t = useTranslations("studioKnowledge");
  return (
    <section
      className="mb-8 rounded-2xl border border-line bg-surface px-5 py-4.5"
      aria-labelledby="kept-out"
    >
      <h2 id="kept-out" className="flex items-center gap-2 text-body font-semibold">
        <EyeOff aria-hidden className="size-4 flex-none text-danger" />
        {t("document.keptOut")}
      </h2>
      <p className="mt-1 mb-3 text-small text-ink-muted">{t("document.keptOutBody")}</p>
      <ul>
        {hidden.map(({ kind, excerpt, characters, pieces, page }) => (
          <li
            key={`${kind} ${page} ${excerpt}`}
            className="flex flex-wrap gap-x-3 border-t border-line py-2.5 text-small"
          >
            <b className="font-strong">{t(`hidden.${kind}`)}</b>
            <small className="text-small text-ink-muted">
              {[
                page && t(`document.${pageKind}.one`, { first: page }),
                t("document.hiddenWhere", { characters, pieces }),
              ]
                .filter(Boolean)
                .join(", ")}
            </small>
            <q className="flex-[1_0_100%] font-mono text-note wrap-anywhere text-ink-soft">{excerpt}</q>
          </li>
        ))}
      </ul>
    </section>
  );
}
