"use client";

import { useTranslations } from "next-intl";
import type { SkillCall } from "#lib/skills/card.ts";
import { skillNames } from "#lib/skills/skill-names.ts";
import { Thinking } from "./thinking.tsx";

/** The state of a skill call. Renders nothing for a skill without a label. */
export function SkillLine({ call }: { call: SkillCall }) {
  const t = useTranslations("skills");
  const name = skillNames.find((one) => one === call.name);
  if (!name) return null;
  if (call.state === "running") return <Thinking label={t(`${name}.using`)} />;
  return (
    <p className="skill-line">
      {call.state === "done" ? t(`${name}.used`) : t("failed", { name: t(`${name}.name`) })}
    </p>
  );
}
