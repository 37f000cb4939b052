import { useTranslations } from "next-intl";
import { moods } from "#lib/status/schema.ts";

/** Asks how someone is. Nothing is chosen at first, and it may stay so. */
export function MoodField() {
  const t = useTranslations("checkIns");
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 text-small font-strong">{t("howAreYou")}</legend>
      <div className="flex flex-wrap gap-1.5">
        {moods.map((mood) => (
          <label
            key={mood}
            className="relative flex min-h-9 cursor-pointer items-center rounded-control border border-line-strong bg-raised px-3 text-small has-checked:border-accent has-checked:bg-accent has-checked:text-accent-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="mood"
              value={mood}
              className="absolute inset-0 cursor-pointer appearance-none outline-none"
            />
            {t(`moods.${mood}`)}
          </label>
        ))}
      </div>
      <p className="text-small text-ink-muted">{t("moodHint")}</p>
    </fieldset>
  );
}
