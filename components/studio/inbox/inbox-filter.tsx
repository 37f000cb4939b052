import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { controlClass } from "#components/ui/control-class.ts";
import { SearchField } from "#components/ui/search-field.tsx";
import { Select } from "#components/ui/select.tsx";
import { channels, ratings } from "#lib/conversation/schema.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { InboxQuery } from "#lib/inbox/schema.ts";
import { groundings } from "#lib/mark-parsing/grounding.ts";

type InboxFilterProps = {
  path: string;
  query: InboxQuery;
  chatbots: { handle: string; name: string }[];
  labels: string[];
};

/** A form that the browser sends by itself, so the address holds the filter. */
export function InboxFilter({ path, query, chatbots, labels }: InboxFilterProps) {
  const t = useTranslations("inbox");
  const choice = (name: "channel" | "grounding" | "feedback" | "handling", values: readonly string[]) => (
    <Select
      className="min-w-0"
      name={name}
      aria-label={t(`filters.${name}`)}
      defaultValue={query[name] ?? ""}
    >
      <option value="">{t(`any.${name}`)}</option>
      {values.map((value) => (
        <option key={value} value={value}>
          {t(`values.${value}` as Parameters<typeof t>[0])}
        </option>
      ))}
    </Select>
  );
  const own = (name: "chatbot" | "label", options: { value: string; label: string }[]) =>
    (options.length > 1 || (name === "label" && options.length > 0)) && (
      <Select
        className="min-w-0"
        name={name}
        aria-label={t(`filters.${name}`)}
        defaultValue={query[name] ?? ""}
      >
        <option value="">{t(`any.${name}`)}</option>
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {isolateText(label)}
          </option>
        ))}
      </Select>
    );
  return (
    <search>
      <form
        action={path}
        className="mb-5 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap"
        key={JSON.stringify(query)}
      >
        <SearchField
          className="col-span-2 min-h-10 sm:min-w-0 sm:flex-[1_1_12rem]"
          name="text"
          type="search"
          aria-label={t("search")}
          placeholder={t("search")}
          maxLength={200}
          defaultValue={query.text}
        />
        {own(
          "chatbot",
          chatbots.map(({ handle, name }) => ({ value: handle, label: name })),
        )}
        {choice("grounding", groundings)}
        {choice("feedback", ratings)}
        {choice("channel", channels)}
        {choice("handling", ["person", "bot"])}
        {own(
          "label",
          labels.map((label) => ({ value: label, label })),
        )}
        {(["from", "to"] as const).map((name) => (
          <input
            key={name}
            className={`${controlClass} min-h-10 min-w-0 sm:w-auto`}
            type="date"
            name={name}
            aria-label={t(`filters.${name}`)}
            defaultValue={query[name]}
          />
        ))}
        {query.person && <input type="hidden" name="person" value={query.person} />}
        <Button type="submit" variant="outline" className="col-span-2 min-h-10">
          {t("show")}
        </Button>
      </form>
    </search>
  );
}
