import type { Mutant } from "./list.ts";

const limit = { project: "pure", test: "lib/limits/starts/start-limit.test.ts" } as const;
const slots = { project: "pure", test: "lib/limits/starts/start-slots.test.ts" } as const;
const underLoad = { project: "pure", test: "lib/limits/starts/under-load.test.ts" } as const;
const door = { project: "pure", test: "app/_server/door/admit-at-door.test.ts" } as const;
const refusals = { project: "pure", test: "app/_server/door/remember-caller.test.ts" } as const;
const heartbeat = { project: "services", test: "db/heartbeat.services.test.ts" } as const;
const queue = {
  project: "integration",
  test: "lib/conversation/turn/queued-turns.integration.test.ts",
} as const;

/** Bugs in admission under load, fairness between tenants, and heartbeats. */
export const overloadMutants: Mutant[] = [
  {
    name: "overload: a late event loop does not lower the limit",
    file: "lib/limits/starts/start-limit.ts",
    find: "if (utilization > BUSY && ownDelayMs(load) > MUCH_WORK_MS)",
    put: "if (utilization > 2)",
    ...limit,
  },
  {
    name: "overload: a limit that is not reached grows",
    file: "lib/limits/starts/start-limit.ts",
    find: "else if (wasFull)",
    put: "else",
    ...limit,
  },
  {
    name: "overload: a processor that others use lowers the limit",
    file: "lib/limits/starts/start-limit.ts",
    find: "loopDelayMs * Math.min(1, cpu / utilization)",
    put: "loopDelayMs",
    ...limit,
  },
  {
    name: "overload: a slow database lowers the limit until connections are unused",
    file: "lib/limits/starts/start-limit.ts",
    find: "this.#shrink(most, this.#connections)",
    put: "this.#shrink(most, LOWEST)",
    ...limit,
  },
  {
    name: "overload: one tenant uses the whole processor while another asks",
    file: "lib/limits/starts/tenant-share.ts",
    find: "    this.#wasReached = true;\n    return false;",
    put: "    this.#wasReached = true;\n    return true;",
    ...underLoad,
  },
  {
    name: "overload: a tenant with few turns is limited like one with many",
    file: "lib/limits/starts/tenant-share.ts",
    find: "this.#startsOf(tenant) < FEW_STARTS ||",
    put: "",
    project: "pure",
    test: "lib/limits/starts/tenant-share.test.ts",
  },
  {
    name: "overload: callers wait in a line that is too slow for them",
    file: "lib/limits/starts/start-slots.ts",
    find: "this.#lines.expectedMs(tenant) <= patience / 2",
    put: "this.#lines.expectedMs(tenant) >= 0",
    ...underLoad,
  },
  {
    name: "overload: one tenant's line goes before all others",
    file: "lib/limits/starts/tenant-lines.ts",
    find: "      this.#lines.delete(tenant);\n      this.#lines.set(tenant, line);\n",
    put: "",
    ...slots,
  },
  {
    name: "overload: everyone may wait, however long the line",
    file: "lib/limits/starts/start-slots.ts",
    find: "this.#lines.waitingOf(tenant) >= MOST_WAITING_OF_TENANT",
    put: "this.#lines.waitingOf(tenant) >= MOST_WAITING",
    ...slots,
  },
  {
    name: "overload: a tenant without a slot waits behind the others",
    file: "lib/limits/starts/start-slots.ts",
    find: "this.#startingOf(tenant) === 0 && this.#starting < 2 * this.limit",
    put: "this.#startingOf(tenant) === 0 && this.#starting < this.limit",
    ...slots,
  },
  {
    name: "overload: a reader that disconnects frees the slot of a turn that goes on",
    file: "lib/limits/starts/start-slots.ts",
    find: 'if (this.#slots.get(id)?.phase === "arrived") this.end(id);',
    put: "this.end(id);",
    ...slots,
  },
  {
    name: "overload: a body that does not come keeps a slot",
    file: "lib/limits/starts/start-slots.ts",
    find: "slot.lease = setTimeout(() => hasBody() || this.end(id), BODY_MS).unref();",
    put: 'if (hasBody()) slot.phase = "arrived";',
    ...slots,
  },
  {
    name: "overload: an unknown key counts as a tenant of its own",
    file: "app/_server/door/admit-at-door.ts",
    find: "tenant ?? `client/",
    put: "tenant ?? name ?? `client/",
    ...door,
  },
  {
    name: "overload: a remembered refusal is extended each time it is given",
    file: "app/_server/door/remember-caller.ts",
    find: "const forMs = again?.leftMs ?? refused.forMs;\n    // Repeating a refusal does not extend it.\n    if (!again && (",
    put: "const forMs = refused.forMs;\n    if ((",
    ...refusals,
  },
  {
    name: "overload: one visitor's budget refuses the workspace",
    file: "app/_server/door/remember-caller.ts",
    find: "by: String(scope), forMs: Date",
    put: 'by: "tenant", forMs: Date',
    ...refusals,
  },
  {
    name: "overload: the queue grows without end",
    file: "lib/conversation/turn/choose-dispatch.ts",
    find: "(await findQueueWait(answerQueuedTurnJob, tenantId)) > seconds",
    put: "(await findQueueWait(answerQueuedTurnJob, tenantId)) < 0",
    ...queue,
  },
  {
    name: "overload: the queue's wait is that of the oldest turn, however fast it grows",
    file: "lib/jobs/expected-wait.ts",
    find: "/ Math.max(SLOWEST, 1 - rise)",
    put: "/ 1",
    project: "pure",
    test: "lib/jobs/expected-wait.test.ts",
  },
  {
    name: "overload: a full queue refuses turns whose answer is read later",
    file: "app/_server/door/admit-at-door.ts",
    find: "tenant && !isReadLater(request) ? fullQueueOf",
    put: "tenant ? fullQueueOf",
    ...door,
  },
  {
    name: "overload: one tenant's backlog closes the queue for all",
    file: "lib/jobs/queries.ts",
    find: "where name = $1 and group_id = $2 and state",
    put: "where name = $1 and $2 <> '' and state",
    ...queue,
  },
  {
    name: "heartbeats: a main thread that hangs keeps its turns",
    file: "db/heartbeat-thread.ts",
    find: "if (isMainAlive()) await",
    put: "if (isMainAlive() || true) await",
    ...heartbeat,
  },
  {
    name: "heartbeats: turns that begin after the start are not renewed",
    file: "db/heartbeat.ts",
    find: "    state.posting = null;\n    state.running?.post(state.turns.all());",
    put: "    state.posting = null;",
    ...heartbeat,
  },
  {
    name: "heartbeats: only the process is renewed, not its turns",
    file: "db/heartbeat-sender.ts",
    find: "if (ids.length === 0) return;",
    put: "if (ids.length >= 0) return;",
    ...heartbeat,
  },
];
