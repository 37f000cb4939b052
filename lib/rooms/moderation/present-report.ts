import type { ShownReport } from "../queries/reports.ts";
import type { WireReport } from "../wire.ts";

export function presentReport({ report, message, answer, author, reporter }: ShownReport): WireReport {
  const { id, reason, note, createdAt } = report;
  const isDeleted = message.deletedAt !== null;
  return {
    id,
    reason,
    note,
    reporter,
    created_at: createdAt.toISOString(),
    message: {
      id: message.id,
      participant_id: author.id,
      username: author.name,
      content: isDeleted ? "" : message.turnId ? (answer ?? "") : message.content,
      is_deleted: isDeleted,
    },
  };
}
