/** A turn that this process runs; ids are UUIDs. */
export type HeldTurn = { tenant: string; id: string; epoch: number };

/** The running turns of a process. */
export class HeldTurns {
  readonly #turns = new Map<string, HeldTurn>();

  hold(turn: HeldTurn): void {
    this.#turns.set(keyOf(turn), turn);
  }

  release(turn: HeldTurn): void {
    this.#turns.delete(keyOf(turn));
  }

  all(): HeldTurn[] {
    return [...this.#turns.values()];
  }
}

/** Turns as columns for `platform.append_turn_log`. */
export function asColumns(turns: readonly HeldTurn[]) {
  return {
    tenants: turns.map(({ tenant }) => tenant),
    ids: turns.map(({ id }) => id),
    epochs: turns.map(({ epoch }) => epoch),
    // Not used without chunks.
    offsets: turns.map(() => 0),
  };
}

const keyOf = ({ id, epoch }: HeldTurn) => `${id}/${epoch}`;
