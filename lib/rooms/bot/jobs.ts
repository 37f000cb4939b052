import { z } from "zod";
import { type Id, isId } from "#lib/core/ids.ts";
import { defineJob } from "#lib/jobs/define-job.ts";

/** Answers the open questions of a room with one answer. At most one is queued per room. */
export const answerInRoomJob = defineJob({
  name: "rooms.answer-questions",
  payload: z.object({
    roomId: z.custom<Id<"rom">>((value) => typeof value === "string" && isId("rom", value)),
  }),
  settings: {
    retries: 4,
    retrySeconds: 1,
    expireSeconds: 900,
    concurrency: 40,
    concurrencyPerTenant: 30,
    isOneQueuedPerKey: true,
  },
  load: async () => (await import("./answer-in-room.ts")).handler,
});
