"use client";

import { useFormatter, useTranslations } from "next-intl";
import { ReferenceMark } from "#components/citations/reference-mark.tsx";
import type { WorkCard as Work } from "#lib/status/ask/work-card.ts";

/** No mark stands alone on a line. A longer word may break itself. */
const LAST_WORD = /\S{1,24}$/u;

/** What people wrote, grouped by day, each with the mark that opens it. */
export function WorkCard({ card }: { card: Work }) {
  const t = useTranslations("cards.work");
  const format = useFormatter();
  const days = Map.groupBy(card.references, ({ day }) => day);
  const hasTeams = new Set(card.references.map(({ team }) => team)).size > 1;
  return (
    <section className="answer-card work-card" aria-label={t("label")}>
      {[...days].map(([day, references]) => (
        <div key={day}>
          <h3 className="card-note">
            <time dateTime={day}>
              {format.dateTime(new Date(`${day}T00:00:00Z`), {
                weekday: "long",
                month: "short",
                day: "numeric",
                timeZone: "UTC",
              })}
            </time>
          </h3>
          <ul className="work-list">
            {references.map((reference) => (
              <li key={reference.number}>
                <p className="work-author">
                  <bdi>{reference.author}</bdi>
                  {hasTeams && (
                    <span className="card-note">
                      {" · "}
                      <bdi>{reference.team}</bdi>
                    </span>
                  )}
                </p>
                <p dir="auto" className="work-quote">
                  {reference.quote.replace(LAST_WORD, "")}
                  <span className="whitespace-nowrap">
                    {LAST_WORD.exec(reference.quote)?.[0]} <ReferenceMark reference={reference} />
                  </span>
                </p>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
