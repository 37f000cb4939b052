import { notFound, ParleyError } from "#lib/core/errors.ts";
import type { DatedEvent, EventOf, StatusEvent } from "./status-event.ts";
import type { TeamState } from "./team.ts";

export type Update = Omit<EventOf<"update.submitted">["data"], "isForgotten"> & {
  kind: "present";
  /** ISO timestamps. */
  createdAt: string;
  editedAt: string | null;
};
export type UpdateState = { kind: "none" } | Update | { kind: "removed"; updateId: string; teamId: string };

export type UpdateCommand =
  | ({ type: "submit"; team: TeamState } & Omit<EventOf<"update.submitted">["data"], "isForgotten">)
  | { type: "edit"; content: string }
  | { type: "remove" };

export const noUpdate: UpdateState = { kind: "none" };

/**
 * The events of a command. None if nothing would change.
 * @throws ParleyError not_found for an unknown team or update, conflict for an archived team or a used id
 */
export function decideUpdate(state: UpdateState, command: UpdateCommand, now: Date): DatedEvent[] {
  const at = now.toISOString();
  return decided(state, command).map((event) => ({ ...event, at }));
}

function decided(state: UpdateState, command: UpdateCommand): StatusEvent[] {
  if (command.type === "submit") {
    const { type: _, team, ...data } = command;
    if (team.kind === "none") throw notFound("team");
    if (state.kind !== "none") throw new ParleyError("conflict", "An update with this ID already exists.");
    if (team.kind === "archived") throw new ParleyError("conflict", "This team is archived.");
    return [{ type: "update.submitted", data }];
  }
  if (state.kind === "none") throw notFound("update");
  const { updateId } = state;
  switch (command.type) {
    case "edit":
      if (state.kind === "removed") throw notFound("update");
      if (state.content === command.content) return [];
      return [{ type: "update.edited", data: { updateId, content: command.content } }];
    case "remove":
      return state.kind === "removed" ? [] : [{ type: "update.removed", data: { updateId } }];
    default:
      return command satisfies never;
  }
}

/** Applies an event. An update of someone who was erased counts as removed. */
export function evolveUpdate(state: UpdateState, event: DatedEvent): UpdateState {
  if (event.type === "update.submitted" || event.type === "update.imported") {
    const { isForgotten, ...data } = event.data;
    if (isForgotten) return { kind: "removed", updateId: data.updateId, teamId: data.teamId };
    return { ...data, kind: "present", createdAt: event.at, editedAt: null };
  }
  if (state.kind !== "present") return state;
  if (event.type === "update.edited") return { ...state, content: event.data.content, editedAt: event.at };
  if (event.type === "update.removed")
    return { kind: "removed", updateId: state.updateId, teamId: state.teamId };
  return state;
}
