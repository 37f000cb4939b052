import { keepForADay } from "./keep-for-a-day.ts";

const place = keepForADay("parley.place");

/** Where someone was when they went to make an account: a path that the server has checked. */
export const keepPlace = (path: string): void => place.keep(path);

/** The place that waits here, once; null when there is none, or after a day. */
export function takePlace(): string | null {
  const path = place.read();
  place.forget();
  return path && /^\/c\/[a-z0-9-]+\/join$/.test(path) ? path : null;
}
