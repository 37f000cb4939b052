"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { newMessageId } from "#components/rooms/new-message-id.ts";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { AreaField, FormError, SelectField } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { MAX_CONTENT } from "#lib/status/schema.ts";
import { composeAnswers } from "#lib/status/slack/answer-text.ts";
import type { AnswerableTeam } from "#lib/status/studio/list-answerable.ts";
import { MoodField } from "./mood-field.tsx";

type AnswerFormProps = {
  tenant: string;
  /** At least one. */
  teams: AnswerableTeam[];
  /** The team chosen at first. */
  initial?: string | undefined;
};

/** A member's own update: their answers to the team's questions. They stay until they are stored. */
export function AnswerForm({ tenant, teams, initial }: AnswerFormProps) {
  const t = useTranslations("checkIns");
  const router = useRouter();
  const { isBusy, error, fields, run, clear } = useSubmit();
  const [teamId, setTeamId] = useState(initial);
  const [problem, setProblem] = useState<"empty" | "long" | null>(null);
  const [isSent, setSent] = useState(false);
  const sent = useRef({ content: "", id: "" });
  const team = teams.find((one) => one.teamId === teamId) ?? teams[0];
  if (!team) return null;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    const content = composeAnswers(
      team.questions.map((question, index) => ({ question, answer: String(values.get(`answer${index}`)) })),
    );
    const found = content === "" ? "empty" : content.length > MAX_CONTENT ? "long" : null;
    setProblem(found);
    setSent(false);
    clear();
    if (found) {
      form.querySelector("textarea")?.focus();
      return;
    }
    // Sent again after a lost response, the same text is stored once.
    if (sent.current.content !== content) sent.current = { content, id: newMessageId() };
    const mood = values.get("mood");
    const body = {
      team_id: team.teamId,
      content,
      update_id: sent.current.id,
      ...(mood !== null && { mood }),
    };
    void run(async () => {
      await callApi(`/api/admin/${tenant}/updates`, { method: "POST", body });
      router.refresh();
    }).then((isDone) => {
      if (isDone) for (const area of form.querySelectorAll("textarea")) area.value = "";
      setSent(isDone);
    });
  };
  return (
    <form className="grid gap-4" method="post" onSubmit={submit}>
      {teams.length > 1 && (
        <SelectField
          label={t("team")}
          value={team.teamId}
          onChange={(event) => setTeamId(event.target.value)}
        >
          {teams.map(({ teamId: id, name }) => (
            <option key={id} value={id}>
              {isolateText(name)}
            </option>
          ))}
        </SelectField>
      )}
      {team.questions.map((question, index) => (
        <AreaField
          // Another team's questions are other fields.
          // biome-ignore lint/suspicious/noArrayIndexKey: a question is known by its place
          key={`${team.teamId} ${index}`}
          label={question}
          name={`answer${index}`}
          maxLength={MAX_CONTENT}
          defaultValue={index === 0 ? team.planned : ""}
          hint={index === 0 && team.planned !== "" ? t("plannedHint") : undefined}
          error={index === 0 && problem ? t(`answerProblems.${problem}`) : fields[`answer${index}`]}
        />
      ))}
      {team.asksMood && <MoodField key={team.teamId} />}
      <FormError>{error}</FormError>
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary" disabled={isBusy}>
          {t("submit")}
        </Button>
        <span role="status" className="text-small text-ink-muted">
          {isSent && t("submitted")}
        </span>
      </div>
    </form>
  );
}
