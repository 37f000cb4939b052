import type { Id } from "#lib/core/ids.ts";
import type { LocalDate } from "#lib/core/local-time.ts";
import { percentileOf } from "./percentile.ts";

/** Lists show this many of each. */
export const LISTED = 10;
/** Lists of questions and documents are made of the newest ones, so that they stay fast. */
export const NEWEST = 2_000;

/** `day`: from 0, the place among the bounds. */
export type Sum = { day: number; measure: string; label: string; count: number; sum: number };
/** Questions by hour of the week. `weekday`: from 1 (Monday) to 7. */
export type HourCount = { weekday: number; hour: number; count: number };
export type CitedDocumentCount = { id: Id<"doc">; sourceId: Id<"src">; title: string; answers: number };

export type Figures = {
  people: number;
  conversations: number;
  questions: number;
  /** Answers by grounding; `other` ended without one, for example when they failed. */
  cited: number;
  declined: number;
  uncited: number;
  other: number;
  ratedUp: number;
  ratedDown: number;
  citationsOpened: number;
  startersUsed: number;
  gapsAnswered: number;
  /** Conversations in which a member began to answer. */
  takenOver: number;
  /** Until the first word, in milliseconds; null without an answer. */
  firstWordP50: number | null;
  firstWordP95: number | null;
  costMicros: number;
};

export type Day = Omit<Figures, "people"> & { day: LocalDate; costByModel: Record<string, number> };

export type Report = {
  now: Figures;
  before: Figures;
  days: Day[];
  hours: HourCount[];
  timeZone: string;
};

const groundings = ["cited", "declined", "uncited"];

/** Adds up sums, of a day or of a period. */
export function figuresOf(sums: readonly Sum[]): Omit<Figures, "people"> & Pick<Day, "costByModel"> {
  const classes = new Map<number, number>();
  const costByModel: Record<string, number> = {};
  const counts = new Map<string, number>();
  const add = (name: string, count: number) => counts.set(name, (counts.get(name) ?? 0) + count);
  for (const { measure, label, count, sum } of sums) {
    if (measure === "first_word") classes.set(Number(label), (classes.get(Number(label)) ?? 0) + count);
    else if (measure === "cost") costByModel[label] = (costByModel[label] ?? 0) + sum;
    else if (measure === "answer_ended") add(groundings.includes(label) ? label : "other", count);
    else add(label === "" ? measure : `${measure}/${label}`, count);
  }
  const of = (name: string) => counts.get(name) ?? 0;
  return {
    conversations: of("conversation_started"),
    questions: of("question_asked"),
    cited: of("cited"),
    declined: of("declined"),
    uncited: of("uncited"),
    other: of("other"),
    ratedUp: of("feedback_given/up"),
    ratedDown: of("feedback_given/down"),
    citationsOpened: of("citation_opened"),
    startersUsed: of("starter_used"),
    gapsAnswered: of("gap_answered"),
    takenOver: of("handoff_taken"),
    firstWordP50: percentileOf(classes, 0.5),
    firstWordP95: percentileOf(classes, 0.95),
    costMicros: Object.values(costByModel).reduce((sum, cost) => sum + cost, 0),
    costByModel,
  };
}
