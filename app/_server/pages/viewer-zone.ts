import { cookies } from "next/headers";
import { ZONE_COOKIE } from "#components/studio/check-ins/zone-cookie.ts";
import { readTimeZone } from "#lib/core/time-zone.ts";

/** The time zone of the viewer's browser, which stored it in a cookie; UTC until then. */
export async function viewerZone(): Promise<string> {
  return readTimeZone((await cookies()).get(ZONE_COOKIE)?.value);
}
