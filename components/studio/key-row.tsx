import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import type { ApiKeyView } from "#lib/auth/api-key/list-api-keys.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { useScopeName } from "./use-scope-name.ts";

type Props = {
  apiKey: ApiKeyView;
  /** The signed-in member. */
  self: string;
  now: string;
  isBusy: boolean;
  onTakeOver: () => void;
  onRevoke: () => void;
};

/** An API key: how to recognize it, who is responsible for it, and what it may do. */
export function KeyRow({ apiKey, self, now, isBusy, onTakeOver, onRevoke }: Props) {
  const t = useTranslations("studio");
  const format = useFormatter();
  const scopeName = useScopeName();
  const { name, prefix, lastFour, maker, chatbot, createdAt, lastUsedAt, expiresAt } = apiKey;
  const day = (text: string) => format.dateTime(new Date(text), { dateStyle: "medium" });
  const isExpired = expiresAt !== null && expiresAt <= now;
  const facts = [
    maker
      ? t("keyCreatedBy", { name: isolateText(maker.name), day: day(createdAt) })
      : t("keyCreatedOn", { day: day(createdAt) }),
    lastUsedAt
      ? t("lastUsed", { when: format.relativeTime(new Date(lastUsedAt), new Date(now)) })
      : t("neverUsed"),
  ];
  return (
    <li>
      <div className="min-w-0 flex-[1_1_14rem]">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="truncate font-medium">
            <bdi>{name}</bdi>
          </span>
          {prefix && (
            <code className="text-sm text-ink-muted">
              {prefix}…{lastFour}
            </code>
          )}
        </p>
        <p className="text-sm text-ink-muted text-pretty">{facts.join(" · ")}</p>
        <span className="mt-1.5 flex flex-wrap gap-1">
          {apiKey.scopes.map((scope) => (
            <Badge key={scope}>{scopeName(scope)}</Badge>
          ))}
          {chatbot !== null && <Badge>{t("keyOnlyFor", { name: isolateText(chatbot) })}</Badge>}
          {expiresAt && <Badge>{t(isExpired ? "keyExpired" : "keyExpires", { day: day(expiresAt) })}</Badge>}
        </span>
      </div>
      <div className="flex flex-wrap">
        {maker?.id !== self && (
          <Button
            variant="ghost"
            disabled={isBusy}
            aria-label={t("takeOverName", { name: isolateText(name) })}
            onClick={onTakeOver}
          >
            {t("takeOver")}
          </Button>
        )}
        <Button variant="ghost" onClick={onRevoke}>
          {t("revoke")}
        </Button>
      </div>
    </li>
  );
}
