/** The figures that show whether one process is enough, each with its limit. */
export const growthLimits = {
  /** Open connections to rooms. */
  connections: 500,
  /** Photos analyzed in 24 hours. */
  photos: 1_000,
  /** Messages posted in rooms in 24 hours. */
  messages: 1_000_000,
  /** Percent of one core, of the busiest process. */
  cpu: 70,
  /** Photos that are being analyzed or wait for it. */
  photoQueue: 10,
  /** Documents of all workspaces, as Postgres estimates them. */
  documents: 1_000_000,
  /** Analytics events a second, in the busiest quarter of an hour of the last 24 hours. */
  events: 10_000,
  /** Running processes, each of which may be a container. */
  containers: 50,
} as const;

const growthFigures = Object.keys(growthLimits) as (keyof typeof growthLimits)[];
type GrowthFigure = keyof typeof growthLimits;

/** `split`: past its limit; `divided`: past it, but other processes share the work already. */
type GrowthAdvice = "stay" | "split" | "divided";
export type Growth = { figure: GrowthFigure; value: number; limit: number; advice: GrowthAdvice };

type LivingProcess = { role: string; roomConnections: number; cpuPercent: number };

/** What the database counts. */
export type Counted = Record<"photos" | "messages" | "photoQueue" | "documents" | "events", number>;

/**
 * Judges each figure against its limit.
 * @param living the processes that are running
 */
export function judgeGrowth(living: readonly LivingProcess[], counted: Counted): Growth[] {
  const values: Record<GrowthFigure, number> = {
    ...counted,
    containers: living.length,
    connections: living.reduce((sum, { roomConnections }) => sum + roomConnections, 0),
    cpu: Math.max(0, ...living.map(({ cpuPercent }) => cpuPercent)),
  };
  const hasSockets = living.some(({ role }) => role === "websocket");
  // The process that receives a photo analyzes it.
  const hasDoors = living.filter(({ role }) => role === "main" || role === "monolith").length > 1;
  const isDivided: Record<GrowthFigure, boolean> = {
    connections: hasSockets,
    messages: hasSockets,
    photos: hasDoors,
    photoQueue: hasDoors,
    // A busy process is one too few, whatever else runs.
    cpu: false,
    // Of these there is one for all processes.
    documents: false,
    events: false,
    containers: false,
  };
  return growthFigures.map((figure) => {
    const [value, limit] = [values[figure], growthLimits[figure]];
    const advice = value < limit ? "stay" : isDivided[figure] ? "divided" : "split";
    return { figure, value, limit, advice };
  });
}
