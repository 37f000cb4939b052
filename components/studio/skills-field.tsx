import { useTranslations } from "next-intl";
import { type SkillName, skillNames } from "#lib/skills/skill-names.ts";
import { ChoiceCard } from "./choice-card.tsx";

type Props = { skills: readonly SkillName[]; onChange: (skills: SkillName[]) => void };

/** The skills of a chatbot, each with a description. */
export function SkillsField({ skills, onChange }: Props) {
  const t = useTranslations("skills");
  const toggle = (name: SkillName, isOn: boolean) =>
    onChange(skillNames.filter((one) => (one === name ? isOn : skills.includes(one))));
  return (
    <fieldset className="grid gap-2">
      <legend className="sr-only">{t("title")}</legend>
      {skillNames.map((name) => (
        <ChoiceCard
          key={name}
          title={t(`${name}.name`)}
          body={t(`${name}.about`)}
          name="skills"
          value={name}
          checked={skills.includes(name)}
          onChange={(event) => toggle(name, event.target.checked)}
        />
      ))}
    </fieldset>
  );
}
