import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Select } from "#components/ui/select.tsx";
import { type AnalyticsQuery, spans } from "#lib/analytics/period.ts";
import { channels } from "#lib/conversation/schema.ts";
import { isolateText } from "#lib/core/isolate-text.ts";

type Props = { path: string; query: AnalyticsQuery; chatbots: { handle: string; name: string }[] };

/** A form that the browser sends by itself, so the address holds the filter. */
export function AnalyticsFilter({ path, query, chatbots }: Props) {
  const t = useTranslations("analytics");
  const inbox = useTranslations("inbox");
  return (
    <form
      action={path}
      className="mb-6 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap"
      key={JSON.stringify(query)}
    >
      <Select className="min-w-0" name="days" aria-label={t("days")} defaultValue={query.days}>
        {spans.map((days) => (
          <option key={days} value={days}>
            {t("lastDays", { days })}
          </option>
        ))}
      </Select>
      {chatbots.length > 1 && (
        <Select
          className="min-w-0"
          name="chatbot"
          aria-label={inbox("filters.chatbot")}
          defaultValue={query.chatbot ?? ""}
        >
          <option value="">{inbox("any.chatbot")}</option>
          {chatbots.map(({ handle, name }) => (
            <option key={handle} value={handle}>
              {isolateText(name)}
            </option>
          ))}
        </Select>
      )}
      <Select
        className="min-w-0"
        name="channel"
        aria-label={inbox("filters.channel")}
        defaultValue={query.channel ?? ""}
      >
        <option value="">{inbox("any.channel")}</option>
        {channels.map((channel) => (
          <option key={channel} value={channel}>
            {inbox(`values.${channel}`)}
          </option>
        ))}
      </Select>
      <Button type="submit" variant="outline" className="min-h-10">
        {t("show")}
      </Button>
    </form>
  );
}
