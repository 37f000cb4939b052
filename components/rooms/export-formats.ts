import type { ExportFormat } from "#lib/rooms/schema.ts";

/** The type checks them against the server's; importing its list would pull its schemas in. */
export const exportFormats = ["zip", "md", "jsonl"] as const satisfies readonly ExportFormat[];
