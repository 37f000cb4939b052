import type { Team } from "../model/team.ts";

/** Someone who is a member of a team or has written updates; ids and names by which updates know them. */
type Candidate = { kind: "person"; name: string; personIds: string[] };
type TeamCandidate = { kind: "team"; name: string; teamId: string };
export type Who = Candidate | TeamCandidate;

export type Match = { kind: "one"; who: Who } | { kind: "none" } | { kind: "several"; names: string[] };

const MAX_NAMES = 8;

/**
 * Everyone who can be asked about. People of the same name count as one: a question cannot tell them apart,
 * and each statement names its team.
 */
export function candidatesOf(
  teams: readonly Pick<Team, "teamId" | "name" | "members">[],
  writers: readonly { name: string; personId: string | null }[],
): Who[] {
  const people = new Map<string, Candidate>();
  const members = teams.flatMap((team) => team.members.map(({ name, personId }) => ({ name, personId })));
  for (const { name, personId } of [...members, ...writers]) {
    if (name.trim() === "") continue;
    const key = fold(name);
    const known = people.get(key) ?? { kind: "person" as const, name, personIds: [] };
    if (personId && !known.personIds.includes(personId)) known.personIds.push(personId);
    people.set(key, known);
  }
  return [
    ...people.values(),
    ...teams.map(({ teamId, name }): TeamCandidate => ({ kind: "team", name, teamId })),
  ];
}

/** Finds whom a name means: by the whole name, else one of its words, else a beginning that only one has. */
export function matchWho(candidates: readonly Who[], said: string): Match {
  const asTeam = /^(?:team )(.+)$|^(.+?) team$/i.exec(said.trim());
  const [, before, after] = asTeam ?? [];
  if (asTeam) {
    const teams = candidates.filter(({ kind }) => kind === "team");
    const named = pick(teams, fold(before ?? after ?? ""));
    if (named.kind !== "none") return named;
  }
  return pick(candidates, fold(said));
}

function pick(candidates: readonly Who[], key: string): Match {
  if (key === "") return { kind: "none" };
  const stages: ((who: Who) => boolean)[] = [
    (who) => namesOf(who).includes(key),
    (who) => namesOf(who).some((name) => name.split(" ").includes(key)),
    (who) => namesOf(who).some((name) => name.startsWith(key)),
    (who) => namesOf(who).some((name) => name.split(" ").some((word) => word.startsWith(key))),
  ];
  for (const isMeant of stages) {
    const [first, ...others] = candidates.filter(isMeant);
    if (!first) continue;
    if (others.length === 0) return { kind: "one", who: first };
    return { kind: "several", names: [first, ...others].slice(0, MAX_NAMES).map(labelOf) };
  }
  return { kind: "none" };
}

const namesOf = (who: Who) => (who.kind === "team" ? [fold(who.name), fold(who.teamId)] : [fold(who.name)]);
const labelOf = (who: Who) => (who.kind === "team" ? `the ${who.name} team` : who.name);

/** Without case, accents and doubled spaces. */
function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
