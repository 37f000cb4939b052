import type { ChildLimits } from "#lib/core/run-in-child.ts";

/** A book of 5,000 pages takes up to a minute. */
export const MAX_PAGES = 5_000;

/** Office files have a few hundred parts, plus one per picture. */
export const MAX_ZIP_ENTRIES = 5_000;
export const MAX_INFLATED_BYTES = 200_000_000;
/** Text compresses to a tenth, empty tables to a hundredth; more suggests a zip bomb. */
export const MAX_RATIO = 200;
export const MIN_BYTES_FOR_RATIO = 10_000_000;

export type ParseLimits = ChildLimits;
export const PARSE_LIMITS: ParseLimits = { timeMs: 60_000, memoryBytes: 1_000_000_000 };
export const MAX_PARSERS = 2;
