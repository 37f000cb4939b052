import { env } from "#lib/core/env.ts";
import { singleton } from "#lib/core/singleton.ts";
import { StartLimit } from "./start-limit.ts";
import { TenantLines } from "./tenant-lines.ts";
import { TenantShare } from "./tenant-share.ts";

/** A slot beyond the limit, for a turn that is only queued. */
export type Grant = "direct" | "overflow";
type Phase = "arrived" | "accepted" | "preparing" | "running";
type EnterOptions = { mayOverflow?: boolean; hasBody?: () => boolean };
type Slot = { tenant: string; grant: Grant; phase: Phase; lease?: NodeJS.Timeout };

/** A request whose body takes longer loses its slot and asks for another afterwards. */
const BODY_MS = 1_000;
/** The longest that a request waits for a slot: enough for a full line to be served. */
const PATIENCE_MS = 5_000;
/** The same for a recently refused tenant, which asks for more than its share. */
const SHORT_PATIENCE_MS = 60;
const MOMENT_MS = 2_000;
const MOST_WAITING = 1_000;
/** A room full of people can ask at the same moment. Beyond that, requests are refused at once. */
const MOST_WAITING_OF_TENANT = 64;
/** Turns in this process, including those being generated. Limits memory; one tenant gets at most half. */
const MOST_TURNS = 2_000;

/**
 * Admits turns to this process. A slot is held from a request's arrival until the model is called, the part
 * of a turn that costs processor time and connections. Tenants that wait take turns, and a tenant without a
 * slot is admitted beside a full limit, up to twice the limit.
 */
export class StartSlots {
  readonly #limit: StartLimit;
  readonly #slots = new Map<string, Slot>();
  readonly #ofTenant = new Map<string, { starting: number; all: number }>();
  readonly #lines = new TenantLines();
  readonly #share = new TenantShare();
  #starting = 0;
  #overflowing = 0;
  #most = 0;
  #wasFull = false;

  constructor(limit = new StartLimit()) {
    this.#limit = limit;
  }

  get limit(): number {
    return this.#limit.value;
  }

  /** Turns that are being prepared. */
  get starting(): number {
    return this.#starting;
  }

  /** Adapts the limit to the measured load. */
  observe(load: Parameters<StartLimit["observe"]>[0]): void {
    this.#limit.observe(load, { most: this.#most, wasFull: this.#wasFull });
    this.#share.observe(load);
    this.#most = this.#starting;
    this.#wasFull = this.#starting >= this.limit && this.#lines.waiting > 0;
    this.#admitWaiting();
  }

  /**
   * Waits for a slot under a request's id; null if there is none for it.
   * @param mayOverflow whether the turn may be put in the queue instead
   * @param hasBody whether the request's body has arrived
   */
  async enter(
    id: string,
    tenant: string,
    { mayOverflow = false, hasBody = () => false }: EnterOptions = {},
  ): Promise<Grant | null> {
    this.#share.asked(tenant);
    if (this.#isTooMany(tenant)) return null;
    const take = (grant: Grant) => this.#take(id, { tenant, grant, phase: "arrived" }, hasBody);
    if (this.#hasRoom(tenant)) return take("direct");
    if (this.#starting >= this.limit) this.#wasFull = true;
    if (mayOverflow && this.#overflowing < this.limit) return take("overflow");
    const patience = this.#patienceOf(tenant);
    if (patience === 0) return null;
    const isTurn = await this.#lines.wait(tenant, patience, () => void take("direct"));
    return isTurn ? "direct" : null;
  }

  /** How long a caller may wait for a slot, 0 if waiting is of no use. */
  #patienceOf(tenant: string): number {
    const isFull =
      this.#lines.waiting >= MOST_WAITING || this.#lines.waitingOf(tenant) >= MOST_WAITING_OF_TENANT;
    const patience = this.#lines.wasRefused(tenant, MOMENT_MS) ? SHORT_PATIENCE_MS : PATIENCE_MS;
    if (!isFull && this.#lines.expectedMs(tenant) <= patience / 2) return patience;
    this.#lines.noteRefusal(tenant);
    return 0;
  }

  grantOf(id: string): Grant | null {
    return this.#slots.get(id)?.grant ?? null;
  }

  /** The request's handler runs: from now on the handler returns the slot, not the end of the connection. */
  accept(id: string): void {
    const slot = this.#slots.get(id);
    if (slot?.phase === "arrived") slot.phase = "accepted";
  }

  /** The request's body is complete. @returns whether the slot is still held */
  keep(id: string): boolean {
    const slot = this.#slots.get(id);
    clearTimeout(slot?.lease);
    return slot !== undefined;
  }

  /** The turn is stored and is being prepared: it holds the slot now. */
  prepare(id: string): void {
    const slot = this.#slots.get(id);
    if (slot) slot.phase = "preparing";
  }

  /** The model is called: the turn is no longer counted as starting. */
  run(id: string): void {
    const slot = this.#slots.get(id);
    if (!slot || slot.phase === "running") return;
    slot.phase = "running";
    this.#endStart(slot);
  }

  /** The connection has ended. */
  disconnect(id: string): void {
    if (this.#slots.get(id)?.phase === "arrived") this.end(id);
  }

  /** The handler has ended; a turn that it started keeps the slot. */
  leave(id: string): void {
    const phase = this.#slots.get(id)?.phase;
    if (phase === "arrived" || phase === "accepted") this.end(id);
  }

  /** Returns the slot. */
  end(id: string): void {
    const slot = this.#slots.get(id);
    if (!slot) return;
    clearTimeout(slot.lease);
    this.#slots.delete(id);
    const counts = this.#ofTenant.get(slot.tenant);
    if (counts) counts.all -= 1;
    if (counts?.all === 0) this.#ofTenant.delete(slot.tenant);
    if (slot.phase !== "running") this.#endStart(slot);
  }

  /** Lines that wait although there are slots belong to tenants that have their share. */
  #hasRoom(tenant: string): boolean {
    if (this.#lines.waitingOf(tenant) > 0) return false;
    if (this.#startingOf(tenant) === 0 && this.#starting < 2 * this.limit) return true;
    return this.#starting < this.limit && this.#mayStart(tenant);
  }

  #startingOf(tenant: string): number {
    return this.#ofTenant.get(tenant)?.starting ?? 0;
  }

  #mayStart(tenant: string): boolean {
    const held = this.#startingOf(tenant);
    return this.#share.allows(tenant, { held, others: this.#starting - held });
  }

  #isTooMany(tenant: string): boolean {
    return (
      this.#slots.size >= MOST_TURNS || (this.#ofTenant.get(tenant)?.all ?? 0) >= Math.ceil(MOST_TURNS / 2)
    );
  }

  #take(id: string, slot: Slot, hasBody: () => boolean): Grant {
    const { tenant, grant } = slot;
    slot.lease = setTimeout(() => hasBody() || this.end(id), BODY_MS).unref();
    this.#slots.set(id, slot);
    const counts = this.#ofTenant.get(tenant) ?? { starting: 0, all: 0 };
    this.#ofTenant.set(tenant, counts);
    counts.all += 1;
    if (grant === "overflow") this.#overflowing += 1;
    else {
      counts.starting += 1;
      this.#starting += 1;
      this.#most = Math.max(this.#most, this.#starting);
      this.#share.started(tenant, counts.starting);
    }
    return grant;
  }

  #endStart({ tenant, grant }: Slot): void {
    if (grant === "overflow") {
      this.#overflowing -= 1;
      return;
    }
    this.#starting -= 1;
    const counts = this.#ofTenant.get(tenant);
    if (counts) counts.starting -= 1;
    this.#admitWaiting();
  }

  #admitWaiting(): void {
    while (this.#starting < this.limit && this.#lines.next((tenant) => this.#mayStart(tenant)));
  }
}

/** The slots of this process. */
export const startSlots = () =>
  singleton("startSlots", () => new StartSlots(new StartLimit(undefined, connections())));

const connections = () => (env().DATABASE_URL ? env().DATABASE_POOL_SIZE : 1);
