/** A book of 5,000 pages takes up to a minute. */
export const MAX_PAGES = 5_000;

/** Office files have a few hundred parts, plus one per picture. */
export const MAX_ZIP_ENTRIES = 5_000;
export const MAX_INFLATED_BYTES = 200_000_000;
/** Text compresses to a tenth, empty tables to a hundredth; more suggests a zip bomb. */
export const MAX_RATIO = 200;
export const MIN_BYTES_FOR_RATIO = 10_000_000;

/**
 * Resident memory is checked every `MEMORY_CHECK_MS`. The heap limit is half of it, so that it is hit first.
 */
export type ParseLimits = { timeMs: number; memoryBytes: number };
export const PARSE_LIMITS: ParseLimits = { timeMs: 60_000, memoryBytes: 1_000_000_000 };
export const MEMORY_CHECK_MS = 50;
export const MAX_PARSERS = 2;
/** Process priority of a parser, from -20 (highest) to 19. */
export const PARSER_PRIORITY = 10;
