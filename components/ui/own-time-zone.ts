let zone: string | undefined;

/** The reader's time zone by its IANA name; in the browser only. Finding it takes long. */
export function ownTimeZone(): string {
  zone ??= Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone;
}
