import { useFormatter, useTranslations } from "next-intl";
import type { UpdateView } from "#lib/status/update-view.ts";
import { UpdateCard } from "./update-card.tsx";

type UpdateListProps = {
  tenant: string;
  /** The newest first. */
  updates: UpdateView[];
  /** Names of teams by their id; unset where the page is about one team. */
  teams?: Record<string, string>;
  /** The date in the viewer's zone. */
  today: string;
  mayWrite: boolean;
  /** Whether the member may delete what others wrote. */
  mayModerate: boolean;
  /** Level of the days' headings. */
  level?: 2 | 3;
};

/** Updates by day, as the viewer's calendar has it. */
export function UpdateList(props: UpdateListProps) {
  const { tenant, updates, teams, today, mayWrite, mayModerate, level = 2 } = props;
  const t = useTranslations("checkIns");
  const format = useFormatter();
  const Heading = `h${level}` as const;
  const days = Map.groupBy(updates, ({ day }) => day);
  const dayName = (day: string) => {
    const date = new Date(`${day}T00:00:00Z`);
    const isThisYear = day.slice(0, 4) === today.slice(0, 4);
    const name = format.dateTime(date, {
      timeZone: "UTC",
      weekday: "long",
      month: "long",
      day: "numeric",
      ...(!isThisYear && { year: "numeric" }),
    });
    return day === today ? t("todayNamed", { day: name }) : name;
  };
  return (
    <div className="grid gap-7">
      {[...days].map(([day, ofDay]) => (
        <section key={day} aria-label={dayName(day)}>
          <Heading className="mb-2.5 text-small font-strong text-ink-muted">{dayName(day)}</Heading>
          <ol className="grid gap-3">
            {ofDay.map((update) => (
              <li key={update.updateId}>
                <UpdateCard
                  tenant={tenant}
                  update={update}
                  {...(teams && { team: teams[update.teamId] ?? update.teamId })}
                  mayEdit={mayWrite && update.isOwn}
                  mayDelete={mayWrite && (update.isOwn || mayModerate)}
                />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}
