import Link from "next/link";
import { useTranslations } from "next-intl";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { MessageState } from "#lib/slack/deliveries/get-message-state.ts";

type DigestNoteProps = { tenant: string; channel: string; digest: MessageState; mayManageSlack: boolean };

/** How the round's message in the team's channel fares. */
export function DigestNote({ tenant, channel, digest: { state, link }, mayManageSlack }: DigestNoteProps) {
  const t = useTranslations("checkIns");
  const linkClass = "font-strong text-accent underline-offset-[0.2em] hover:underline";
  const isTroubled = state === "failed" || state === "unknown";
  return (
    <p className={`text-small text-pretty ${isTroubled ? "text-danger" : "text-ink-muted"}`}>
      {t(`digest.${state}`, { channel: isolateText(channel) })}{" "}
      {link && state === "sent" && (
        <a className={linkClass} href={link} target="_blank" rel="noreferrer">
          {t("openInSlack")}
        </a>
      )}
      {isTroubled && mayManageSlack && (
        <Link className={linkClass} href={`/admin/${tenant}/slack`}>
          {t("decideInSlack")}
        </Link>
      )}
    </p>
  );
}
