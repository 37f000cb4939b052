import Link from "next/link";
import { useTranslations } from "next-intl";

const tabs = ["rooms", "reports", "log", "payments", "defaults"] as const;
type RoomTab = (typeof tabs)[number];

/** `hasPayments`: whether people can pay on this instance. */
type RoomTabsProps = { base: string; current: RoomTab; hasPayments: boolean };

/** The pages of a workspace's rooms. */
export function RoomTabs({ base, current, hasPayments }: RoomTabsProps) {
  const t = useTranslations("studioRooms");
  const shown = tabs.filter((tab) => tab !== "payments" || hasPayments);
  return (
    <nav className="mb-6 overflow-x-auto border-b border-line" aria-label={t("tabsLabel")}>
      <ul className="flex gap-5">
        {shown.map((tab) => (
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
