import type { Context } from "#lib/context/context.ts";
import { OtherProcess } from "#testing/status/other-process.ts";
import type { Random } from "../random.ts";

/** How long a process lingers between its writes and its commit, so that faults hit it there. */
const LINGER_MS = 25;

/** A process and its place. `isTaken`: a fault is on its way to it, or holds it. */
export type Place = { process: OtherProcess; name: string; isTaken: boolean };

/** Processes that take commands and project. One that is killed is followed by another. */
export class ProjectorCrowd {
  readonly places: Place[] = [];
  readonly #random: Random;
  #contexts: readonly Context[] = [];
  #started = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  async gather(count: number, contexts: readonly Context[]): Promise<void> {
    this.#contexts = contexts;
    while (this.places.length < count) this.places.push({ ...(await this.#start()), isTaken: false });
  }

  async #start(): Promise<Pick<Place, "process" | "name">> {
    this.#started += 1;
    const name = `projector-${this.#started}`;
    const process = await OtherProcess.start({ ...globalThis.process.env, PGAPPNAME: name });
    for (const { tenantId } of this.#contexts)
      await process.ask({ kind: "linger", tenantId, milliseconds: this.#random.integer(LINGER_MS) });
    return { process, name };
  }

  any(): OtherProcess {
    return this.#random.pick(this.places).process;
  }

  /** Takes a place that no fault has; null if all are taken. */
  take(): Place | null {
    const free = this.places.filter(({ isTaken }) => !isTaken);
    if (free.length === 0) return null;
    const place = this.#random.pick(free);
    place.isTaken = true;
    return place;
  }

  /** kill -9, and another in its place. */
  async replace(place: Place): Promise<void> {
    await place.process.kill();
    Object.assign(place, await this.#start());
  }

  async end(): Promise<void> {
    await Promise.all(this.places.map(({ process }) => process.kill()));
  }
}
