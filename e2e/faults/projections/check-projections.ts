import type { ProjectionJournal, Step, StoredWorkspace, Written } from "./projection-journal.ts";

/** How often each promise was broken. */
export type BrokenInProjections = {
  /** Acknowledged, and no event. */
  lost: number;
  /** More than one event of one command. */
  duplicated: number;
  /** Events that nobody asked for. */
  invented: number;
  /** Stored at another version or position than acknowledged. */
  different: number;
  /** Positions or versions that are missing or there twice. */
  holes: number;
  /** Rows that are missing, left over, or say something else than was written. */
  wrongRows: number;
  /** Streams whose rows are not the fold of their events. */
  unequal: number;
  /** Streams that are no longer projected. */
  parked: number;
  /** Workspaces whose projections did not reach their newest event. */
  behind: number;
  /** Readings that lacked what their position includes, or went back. */
  half: number;
  /** Commits of a frozen projector after another had taken over. */
  late: number;
  /** Commands that were tried to the end and never acknowledged. */
  gaveUp: number;
};
export type ProjectionViolation = { promise: keyof BrokenInProjections; what: string };
type Tell = (promise: keyof BrokenInProjections, what: string) => void;

const NONE: BrokenInProjections = {
  lost: 0,
  duplicated: 0,
  invented: 0,
  different: 0,
  holes: 0,
  wrongRows: 0,
  unequal: 0,
  parked: 0,
  behind: 0,
  half: 0,
  late: 0,
  gaveUp: 0,
};
const TYPES = { submit: "update.submitted", edit: "update.edited", remove: "update.removed" } as const;

/** Compares what was written and acknowledged with the events, and the events with what is read. */
export function checkProjections(
  { written, half, late }: Pick<ProjectionJournal, "written" | "half" | "late">,
  stored: readonly StoredWorkspace[],
): { broken: BrokenInProjections; violations: ProjectionViolation[] } {
  const violations: ProjectionViolation[] = [];
  const tell: Tell = (promise, what) => violations.push({ promise, what });
  for (const what of half) tell("half", what);
  for (const what of late) tell("late", what);
  for (const workspace of stored) {
    const own = written.filter(({ tenantId }) => tenantId === workspace.tenantId);
    checkEvents(own, workspace, tell);
    checkRows(own, workspace, tell);
    checkWhole(workspace, tell);
  }
  const broken = { ...NONE };
  for (const { promise } of violations) broken[promise] += 1;
  return { broken, violations };
}

function checkEvents(written: Written[], { events }: StoredWorkspace, tell: Tell): void {
  const byStream = Map.groupBy(events, ({ stream }) => stream);
  const known = new Map(written.map((one) => [`update/${one.updateId}`, one]));
  for (const [stream, { updateId, steps }] of known) {
    for (const step of steps) {
      const where = `${step.kind} of ${updateId}`;
      const found = (byStream.get(stream) ?? []).filter((event) => isOf(step, event));
      if (found.length > 1) tell("duplicated", where);
      const [event] = found;
      if (!step.acknowledged) tell("gaveUp", `${where}: ${step.refusals.join(", ")}`);
      else if (!event) tell("lost", where);
      else if (!isAt(step.acknowledged, event))
        tell("different", `${where}: acknowledged at ${step.acknowledged.position}, is at ${event.position}`);
    }
  }
  for (const event of events) {
    if (!event.type.startsWith("update.")) continue;
    const steps = known.get(event.stream)?.steps ?? [];
    if (!steps.some((step) => isOf(step, event))) tell("invented", `${event.type} in ${event.stream}`);
  }
  for (const [stream, own] of byStream)
    own.forEach(({ version }, index) => {
      if (version !== index + 1) tell("holes", `${stream}: version ${version} after ${index}`);
    });
  events.forEach(({ position }, index) => {
    if (position !== index + 1) tell("holes", `position ${position} after ${index}`);
  });
}

const isOf = ({ kind, content }: Step, event: { type: string; content: string }) =>
  event.type === TYPES[kind] && event.content === content;
const isAt = (one: { version: number; position: number }, other: { version: number; position: number }) =>
  one.version === other.version && one.position === other.position;

/** What is read: each update as its last step left it. */
function checkRows(written: Written[], { rows }: StoredWorkspace, tell: Tell): void {
  const left = Map.groupBy(rows, ({ updateId }) => updateId);
  for (const { updateId, steps } of written) {
    const last = steps.findLast(({ acknowledged }) => acknowledged);
    const due = last && last.kind !== "remove" ? [last.content] : [];
    const found = (left.get(updateId) ?? []).map(({ content }) => content);
    if (found.join("\n") !== due.join("\n"))
      tell("wrongRows", `${updateId}: [${found.join(", ")}] instead of [${due.join(", ")}]`);
    left.delete(updateId);
  }
  for (const updateId of left.keys()) tell("wrongRows", `${updateId}: nobody wrote it`);
}

function checkWhole({ tenantId, head, position, events, ...rest }: StoredWorkspace, tell: Tell): void {
  const { parked, differences, hash } = rest;
  if (head !== events.length) tell("holes", `${tenantId}: ${events.length} events, the newest at ${head}`);
  if (position !== head) tell("behind", `${tenantId}: at ${position} of ${head}`);
  for (const stream of differences) tell("unequal", stream);
  if (hash.projected !== hash.folded && differences.length === 0) tell("unequal", `${tenantId}: the hashes`);
  for (let count = 0; count < parked; count += 1) tell("parked", tenantId);
}
