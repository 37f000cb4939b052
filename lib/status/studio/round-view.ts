import type { Participation, Round } from "../model/round.ts";

export type RoundPerson = Pick<Participation, "personId" | "name" | "updateId" | "isLate"> & {
  /** Whether their time has come. */
  isAsked: boolean;
  /** ISO timestamp; null unless they asked to be asked again. */
  snoozedUntil: string | null;
};

/** A round by what is known of each person, for people to see at a glance. */
export type RoundView = {
  kind: Round["kind"];
  date: string;
  /** ISO timestamps. */
  closesAt: string;
  closedAt: string | null;
  answered: RoundPerson[];
  /** Who has to answer still, or did not. */
  missing: RoundPerson[];
  away: RoundPerson[];
  skipped: RoundPerson[];
};

export function toRoundView(round: Round): RoundView {
  const people = (states: Participation["state"][]) =>
    round.people.filter(({ state }) => states.includes(state)).map(toPerson);
  return {
    kind: round.kind,
    date: round.date,
    closesAt: round.closesAt,
    closedAt: round.closedAt,
    answered: people(["answered"]),
    missing: people(["waiting", "asked"]),
    away: people(["away"]),
    skipped: people(["skipped"]),
  };
}

const toPerson = ({ personId, name, updateId, isLate, state, snoozedUntil }: Participation): RoundPerson => ({
  ...{ personId, name, updateId, isLate, snoozedUntil },
  isAsked: state !== "waiting",
});
