/** One command as its sender experienced it: sent until it was acknowledged. */
export type Step = {
  kind: "submit" | "edit" | "remove";
  content: string;
  acknowledged: { version: number; position: number } | null;
  /** Attempts that failed, by reason; the command was sent again. */
  refusals: string[];
};

/** An update and what was done to it, one step after another. */
export type Written = { tenantId: string; updateId: string; steps: Step[] };

export type ProjectionJournal = {
  written: Written[];
  /** Readings that lacked what their own position includes, or were of an older position than one before. */
  half: string[];
  /** Commits of frozen processes that were accepted although another had taken over. */
  late: string[];
  readings: number;
  takeoversMs: number[];
  faults: { at: number; fault: string }[];
};

/** A workspace in the end. */
export type StoredWorkspace = {
  tenantId: string;
  /** Position of the newest event, and of the newest that is projected. */
  head: number;
  position: number;
  events: readonly { type: string; stream: string; version: number; position: number; content: string }[];
  rows: readonly { updateId: string; content: string }[];
  parked: number;
  /** Streams whose rows are not the fold of their events. */
  differences: readonly string[];
  hash: { projected: string; folded: string };
};
