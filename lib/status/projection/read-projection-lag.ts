import type { OperatorContext } from "#lib/context/context.ts";
import type { ProjectionSample } from "#lib/core/read-metrics.ts";
import { readLag } from "../queries/instance.ts";

/** How far the workspace that is furthest behind is, and how many streams of the instance are parked. */
export function readProjectionLag(operator: OperatorContext): Promise<ProjectionSample> {
  return readLag(operator);
}
