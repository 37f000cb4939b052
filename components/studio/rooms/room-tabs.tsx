import Link from "next/link";
import { useTranslations } from "next-intl";

const tabs = ["rooms", "reports", "log", "defaults"] as const;
export type RoomTab = (typeof tabs)[number];

/** The pages of a workspace's rooms. */
export function RoomTabs({ base, current }: { base: string; current: RoomTab }) {
  const t = useTranslations("studioRooms");
  return (
    <nav className="mb-6 overflow-x-auto border-b border-line" aria-label={t("tabsLabel")}>
      <ul className="flex gap-5">
        {tabs.map((tab) => (
          <li key={tab}>
            <Link
              href={tab === "rooms" ? base : `${base}/${tab}`}
              aria-current={tab === current ? "page" : undefined}
              className="block whitespace-nowrap border-b-2 border-transparent py-2.5 text-small font-strong text-ink-muted hover:text-ink aria-[current]:border-accent aria-[current]:text-ink"
            >
              {t(`tabs.${tab}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
