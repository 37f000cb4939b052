import {
  BookOpen,
  Bot,
  CalendarCheck,
  Gauge,
  Inbox,
  KeyRound,
  type LucideIcon,
  MessagesSquare,
  ScrollText,
  Settings,
  UserRound,
  Users,
} from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";

export type StudioPlace = {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Set where the URL alone does not determine it. */
  isCurrent?: boolean;
  /** Further pages of this place, which link to each other. */
  parts?: { href: string; label: string }[];
};

export type StudioRights = {
  mayManageKeys: boolean;
  maySeeUsage: boolean;
  maySeePeople: boolean;
  maySeeFeedback: boolean;
  maySeeRooms: boolean;
  mayManageSlack: boolean;
  mayManageModels: boolean;
};

/** The pages of Studio that a member may open, in order. @param base address of the workspace */
export function useStudioPlaces(base: string, rights: StudioRights): StudioPlace[] {
  const t = useTranslations("studio");
  const path = usePathname();
  const isChatbots = path === base || path.startsWith(`${base}/chatbots`);
  const checkIns = [
    { href: `${base}/teams`, label: t("teams") },
    { href: `${base}/updates`, label: t("updates") },
    ...(rights.mayManageSlack ? [{ href: `${base}/slack`, label: t("slack.title") }] : []),
  ];
  return [
    { href: base, label: t("chatbots"), icon: Bot, isCurrent: isChatbots },
    { href: `${base}/knowledge`, label: t("knowledge"), icon: BookOpen },
    ...(rights.maySeeRooms ? [{ href: `${base}/rooms`, label: t("rooms"), icon: MessagesSquare }] : []),
    ...(rights.maySeeFeedback
      ? [
          {
            href: `${base}/inbox`,
            label: t("inbox"),
            icon: Inbox,
            isCurrent: [`${base}/inbox`, `${base}/feedback`, `${base}/analytics`].some((href) =>
              path.startsWith(href),
            ),
            parts: [
              { href: `${base}/inbox/unanswered`, label: t("unanswered") },
              { href: `${base}/feedback`, label: t("feedback") },
              { href: `${base}/analytics`, label: t("analytics") },
            ],
          },
        ]
      : []),
    ...(rights.maySeePeople ? [{ href: `${base}/people`, label: t("people"), icon: UserRound }] : []),
    {
      href: `${base}/teams`,
      label: t("teams"),
      icon: CalendarCheck,
      isCurrent: [...checkIns.map(({ href }) => href), `${base}/new-team`].some((href) =>
        path.startsWith(href),
      ),
      parts: checkIns.slice(1),
    },
    { href: `${base}/members`, label: t("members"), icon: Users },
    ...(rights.mayManageKeys
      ? [
          { href: `${base}/keys`, label: t("keys"), icon: KeyRound },
          { href: `${base}/audit`, label: t("audit"), icon: ScrollText },
        ]
      : []),
    ...(rights.maySeeUsage ? [{ href: `${base}/usage`, label: t("usage"), icon: Gauge }] : []),
    {
      href: `${base}/settings`,
      label: t("settings"),
      icon: Settings,
      isCurrent: [`${base}/settings`, `${base}/models`].some((href) => path.startsWith(href)),
      parts: rights.mayManageModels ? [{ href: `${base}/models`, label: t("models.title") }] : [],
    },
  ];
}
