"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { ZONE_COOKIE } from "./zone-cookie.ts";

const YEAR_SECONDS = 31_536_000;

/** Says which zone the page's days and times are in. The browser's, once the server knows it. */
export function ZoneNote({ zone }: { zone: string }) {
  const t = useTranslations("checkIns");
  const router = useRouter();
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!own || own === zone) return;
    const secure = location.protocol === "https:" ? "; secure" : "";
    // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store API
    document.cookie = `${ZONE_COOKIE}=${encodeURIComponent(own)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax${secure}`;
    router.refresh();
  }, [zone, router]);
  return <span className="text-small text-ink-muted">{t("zone", { zone: zone.replaceAll("_", " ") })}</span>;
}
