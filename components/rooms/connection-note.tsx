"use client";

import { useTranslations } from "next-intl";
import type { Connection } from "./room-state.ts";

/** The state of the connection; screen readers hear its changes. */
export function ConnectionNote({ connection }: { connection: Connection }) {
  const t = useTranslations("rooms.states");
  const { kind } = connection;
  if (kind === "ended") return null;
  const isLive = kind === "live";
  const color = isLive ? "bg-accent" : kind === "offline" ? "bg-danger-fill" : "bg-warn";
  return (
    <span className="inline-flex flex-none items-center gap-1.5" data-connection={kind}>
      <i aria-hidden className={`size-1.5 rounded-full ${color}`} />
      <span role="status">{t(kind)}</span>
    </span>
  );
}
