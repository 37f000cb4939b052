/** A reader who missed more events gets a snapshot, so older ones are not kept. */
export const KEPT_EVENTS = 2_000;
