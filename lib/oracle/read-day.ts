import { z } from "zod";

/** As far as the series behind the positions are good to a fraction of a minute of arc. */
const FIRST_YEAR = 1800;
const LAST_YEAR = 2199;

/** A day of the calendar, YYYY-MM-DD. */
export const readDay = z.iso.date().refine((day) => {
  const year = Number(day.slice(0, 4));
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}, `must be between ${FIRST_YEAR} and ${LAST_YEAR}`);
