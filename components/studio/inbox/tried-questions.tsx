import { Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { AnsweredGap } from "#lib/inbox/gaps/answer-gap.ts";

/** What each wording finds without the answer, and whether it gets the answer. */
export function TriedQuestions({ result: { isSaved, tried } }: { result: AnsweredGap }) {
  const t = useTranslations("inbox.gaps");
  return (
    <section aria-label={t("tried")} className="grid gap-3 rounded-xl border border-line p-4">
      <p role="status" className="font-strong">
        {t(isSaved ? "saved" : "notSaved")}
      </p>
      <ul className="grid gap-3">
        {tried.map(({ question, before, isMatched }) => {
          const Icon = isMatched ? Check : X;
          return (
            <li key={question} className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-2 text-small">
              <Icon aria-hidden className={`mt-0.5 size-4 ${isMatched ? "text-accent" : "text-danger"}`} />
              <div>
                <p dir="auto" className="font-strong wrap-anywhere">
                  {question}
                </p>
                <p className="text-ink-soft">
                  {before.isAnswerable && before.title
                    ? t("beforeFound", { title: isolateText(before.title) })
                    : t("beforeNothing")}{" "}
                  {t(isMatched ? "afterMatched" : "afterMissed")}
                </p>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
