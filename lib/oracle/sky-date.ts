import { z } from "zod";

/** Within these years the position series are accurate to a fraction of an arcminute. */
const FIRST_YEAR = 1800;
const LAST_YEAR = 2199;

/** A calendar date, YYYY-MM-DD. */
export const skyDate = z.iso.date().refine((day) => {
  const year = Number(day.slice(0, 4));
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}, `must be between ${FIRST_YEAR} and ${LAST_YEAR}`);
