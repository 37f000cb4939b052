import type { Context, OperatorContext } from "#lib/context/context.ts";
import { readSide } from "#lib/context/read-side.ts";
import { type AnalyticsQuery, periodOf } from "./period.ts";
import {
  countByHour,
  countCited,
  countPeople,
  countQuestions,
  findMark,
  type ReportFilter,
  sumByDay,
  sumInstanceByDay,
} from "./queries/report.ts";
import { figuresOf, LISTED, NEWEST, type Report } from "./report.ts";

/**
 * The figures of the last days and of as many before, by day and hour of the workspace's time zone.
 * @param filter of the chatbot and the channel
 */
export async function getReport(
  ctx: Context,
  query: AnalyticsQuery,
  filter: ReportFilter,
  timeZone: string,
): Promise<Report> {
  const reader = readSide(ctx);
  const { days, bounds } = periodOf(query, ctx.now(), timeZone);
  const [first, middle, last] = [bounds[0], bounds[days.length], bounds.at(-1)] as [Date, Date, Date];
  const [sums, hours, people, peopleBefore] = await Promise.all([
    sumByDay(reader, filter, bounds),
    countByHour(reader, filter, { from: middle, before: last, timeZone }),
    countPeople(reader, filter, { from: middle, before: last }),
    countPeople(reader, filter, { from: first, before: middle }),
  ]);
  const { length } = days;
  const byDay = Map.groupBy(sums, ({ day }) => day);
  const { costByModel: _, ...now } = figuresOf(sums.filter(({ day }) => day >= length));
  const { costByModel: __, ...before } = figuresOf(sums.filter(({ day }) => day < length));
  return {
    now: { people, ...now },
    before: { people: peopleBefore, ...before },
    days: days.map((day, at) => ({ day, ...figuresOf(byDay.get(at + length) ?? []) })),
    hours,
    timeZone,
  };
}

/** The figures of all workspaces, in days of UTC. Who asked is not known outside of a workspace. */
export async function getInstanceFigures(
  operator: OperatorContext,
  query: AnalyticsQuery,
): Promise<Pick<Report, "now" | "before">> {
  const { days, bounds } = periodOf(query, operator.now(), "UTC");
  const sums = await sumInstanceByDay(readSide(operator), bounds);
  return {
    now: { people: 0, ...figuresOf(sums.filter(({ day }) => day >= days.length)) },
    before: { people: 0, ...figuresOf(sums.filter(({ day }) => day < days.length)) },
  };
}

/** What was asked most, and which documents answers quoted, in the same days. */
export async function getLists(ctx: Context, query: AnalyticsQuery, filter: ReportFilter, timeZone: string) {
  const reader = readSide(ctx);
  const { days, bounds } = periodOf(query, ctx.now(), timeZone);
  const range = { from: bounds[days.length] ?? ctx.now(), limit: LISTED, most: NEWEST };
  const [questions, documents, mark] = await Promise.all([
    countQuestions(reader, filter, range),
    countCited(reader, filter, range),
    findMark(reader),
  ]);
  return { questions, documents, ...mark };
}
