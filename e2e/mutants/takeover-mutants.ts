import type { Mutant } from "./list.ts";

const alone = {
  project: "integration",
  test: "lib/conversation/handling/takeover.integration.test.ts",
} as const;
const processes = {
  project: "services",
  test: "lib/conversation/handling/takeover.services.test.ts",
} as const;

/** Bugs in conversations that a member answers in place of the chatbot. */
export const takeoverMutants: Mutant[] = [
  {
    name: "takeover: the chatbot answers beside the person",
    file: "lib/conversation/queries/turn-start.ts",
    find: '{isHandled("platform.conversations")}\n        returning id',
    put: "{sql`false`}\n        returning id",
    ...alone,
  },
  {
    name: "takeover: the chatbot answers where the page names the conversation by its own key",
    file: "lib/conversation/queries/turn-start.ts",
    find: '{isHandled("c")}',
    put: "{sql`false`}",
    ...alone,
  },
  {
    name: "takeover: an answer is written again beside the person",
    file: "lib/conversation/queries/turn-start.ts",
    find: '{isHandled("platform.conversations")}`),',
    put: "{sql`false`}`),",
    ...alone,
  },
  {
    name: "takeover: a silent person never leaves",
    file: "lib/conversation/queries/handling.ts",
    find: ".handled_at > now() - interval",
    put: ".handled_at > '-infinity'::timestamptz - interval",
    ...alone,
  },
  {
    name: "takeover: a member takes over from another",
    file: "lib/conversation/handling/take-over.ts",
    find: "    if (handledBy && handledBy.userId !== actor.id) throw takenBy(handledBy);\n",
    put: "",
    ...alone,
  },
  {
    name: "takeover: a member returns what another took over",
    file: "lib/conversation/handling/release.ts",
    find: 'handledBy.userId !== actor.id && !allows(actor.role, "workspace:write")',
    put: "false",
    ...alone,
  },
  {
    name: "takeover: an answer that is being written goes on",
    file: "lib/conversation/handling/take-over.ts",
    find: "    return endTurns(tx, id);",
    put: "    return { turnIds: [], isDue: false };",
    ...processes,
  },
];
