import { z } from "zod";

/**
 * Where turns are answered. `direct`: by the process that was asked; `queued`: by a worker, through the queue; `auto`: direct,
 * but through the queue where this process has its hands full and a worker lives.
 */
export const dispatchModes = ["direct", "queued", "auto"] as const;
export type DispatchMode = (typeof dispatchModes)[number];

const dispatch = z.enum(dispatchModes);

export const instanceSettings = z.object({ dispatch: dispatch.default("direct") });
export type InstanceSettings = z.infer<typeof instanceSettings>;

/** What is left out stays. */
export const instanceChange = z.strictObject({ dispatch: dispatch.optional() });
export type InstanceChange = z.infer<typeof instanceChange>;
