/** Stores the browser's time zone for the pages of check-ins, because no request header says it. */
export const ZONE_COOKIE = "parley_zone";
