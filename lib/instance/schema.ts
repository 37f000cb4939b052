import { z } from "zod";

/**
 * Where turns are answered. `direct`: by the process that was asked; `queued`: by a worker, through the queue; `auto`: direct,
 * but through the queue where this process has its hands full and a worker lives.
 */
export const dispatchModes = ["direct", "queued", "auto"] as const;
export type DispatchMode = (typeof dispatchModes)[number];

export const instanceSettings = z.object({ dispatch: z.enum(dispatchModes).default("direct") });
export type InstanceSettings = z.infer<typeof instanceSettings>;

export const instanceChange = instanceSettings.partial().strict();
export type InstanceChange = z.infer<typeof instanceChange>;
