/** What a file may cost, in one place: the rest of the folder holds to it. */

/** A book of 5,000 pages is read within a minute; longer ones are collections. */
export const MAX_PAGES = 5_000;

/** Office files hold a few hundred parts, and one for each picture. */
export const MAX_ZIP_ENTRIES = 5_000;
export const MAX_INFLATED_BYTES = 200_000_000;
/** Text compresses to a tenth, empty tables to a hundredth; what goes beyond is made to do harm. */
export const MAX_RATIO = 200;
export const RATIO_MATTERS_FROM = 10_000_000;

/** Resident memory is looked at every `LOOK_EVERY_MS`; the heap may take half of it, so that it ends first. */
export type ParseLimits = { timeMs: number; memoryBytes: number };
export const PARSE_LIMITS: ParseLimits = { timeMs: 60_000, memoryBytes: 1_000_000_000 };
export const LOOK_EVERY_MS = 50;
export const PARSED_AT_ONCE = 2;
/** Of a parser among processes, -20 (first) to 19 (last). */
export const PRIORITY = 10;
