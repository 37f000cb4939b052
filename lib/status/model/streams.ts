/** A stream is named by its kind and the id in it, so that a team and an update may share an id. */
export const teamStream = (teamId: string) => `team/${teamId}`;
export const updateStream = (updateId: string) => `update/${updateId}`;
/** @param date the round's local date, such as 2026-03-29 */
export const roundStream = (teamId: string, date: string) => `round/${date}/${teamId}`;
export const personStream = (id: string) => `person/${id}`;

export type StreamKind = "team" | "round" | "update" | "person";

/** @returns null for a name of no known kind */
export function streamKind(stream: string): StreamKind | null {
  const [, kind] = /^(team|round|update|person)\/./s.exec(stream) ?? [];
  return (kind as StreamKind | undefined) ?? null;
}
