import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { controlClass } from "#components/ui/control-class.ts";
import { SearchField } from "#components/ui/search-field.tsx";
import { Select } from "#components/ui/select.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { UpdateQuery } from "#lib/status/list-updates.ts";

type UpdateFilterProps = {
  path: string;
  query: UpdateQuery;
  teams: { teamId: string; name: string }[];
  authors: string[];
};

/** A form that the browser sends by itself, so the address holds the filter. */
export function UpdateFilter({ path, query, teams, authors }: UpdateFilterProps) {
  const t = useTranslations("checkIns");
  return (
    <search>
      <form
        action={path}
        className="mb-5 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap"
        key={JSON.stringify(query)}
      >
        <SearchField
          className="col-span-2 min-h-10 sm:min-w-0 sm:flex-[1_1_10rem]"
          name="search"
          type="search"
          aria-label={t("search")}
          placeholder={t("search")}
          maxLength={200}
          defaultValue={query.search}
        />
        <Select className="min-w-0" name="team" aria-label={t("team")} defaultValue={query.team ?? ""}>
          <option value="">{t("allTeams")}</option>
          {teams.map(({ teamId, name }) => (
            <option key={teamId} value={teamId}>
              {isolateText(name)}
            </option>
          ))}
        </Select>
        <Select className="min-w-0" name="author" aria-label={t("person")} defaultValue={query.author ?? ""}>
          <option value="">{t("allPeople")}</option>
          {authors.map((author) => (
            <option key={author} value={author}>
              {isolateText(author)}
            </option>
          ))}
        </Select>
        <input
          className={`${controlClass} min-h-10 min-w-0 sm:w-auto`}
          type="date"
          name="day"
          aria-label={t("day")}
          defaultValue={query.day}
        />
        <Button type="submit" variant="outline">
          {t("show")}
        </Button>
      </form>
    </search>
  );
}
