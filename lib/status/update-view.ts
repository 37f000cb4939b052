import { type LocalDate, localDate } from "#lib/core/local-time.ts";
import type { ReadUpdate } from "./queries/reads.ts";

/** An update as Studio shows it to one person. */
export type UpdateView = {
  updateId: string;
  teamId: string;
  content: string;
  author: string;
  createdAt: string;
  /** The date of `createdAt` in the viewer's zone. */
  day: LocalDate;
  editedAt: string | null;
  /** The round it answers; null for one outside rounds. */
  roundDate: LocalDate | null;
  isOwn: boolean;
};

export type Viewer = {
  /** Whose updates are their own. */
  personId: string;
  /** IANA name of the zone that days are in. */
  timeZone: string;
};

export function toUpdateView(row: ReadUpdate, { personId, timeZone }: Viewer): UpdateView {
  return {
    updateId: row.updateId,
    teamId: row.teamId,
    content: row.content,
    author: row.author,
    createdAt: row.createdAt.toISOString(),
    day: localDate(row.createdAt, timeZone),
    editedAt: row.editedAt?.toISOString() ?? null,
    roundDate: row.roundDate,
    isOwn: row.personId === personId,
  };
}
