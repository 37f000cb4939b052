import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { singleton } from "#lib/core/singleton.ts";

const MOST_OF_A_PROCESS = 5_000;
/** A browser opens one per tab; more than this means a faulty client. */
const MOST_OF_A_PERSON = 20;
/** Sockets of an address that have sent no ticket yet. Many people may share one, as in a school. */
const MOST_WAITING_OF_AN_ADDRESS = 500;

const open = () => singleton("realtime.open", () => ({ all: 0, of: new Map<string, number>() }));

/** A socket's place among those of its process, address and person. */
export type SocketPlace = {
  /**
   * From here on it counts as the person's and no longer as the address's.
   * @throws ParleyError limited
   */
  admit(ctx: Context): void;
  leave(): void;
};

/** @throws ParleyError unavailable if this process has too many sockets, limited if the address has */
export function takeSocketPlace(address: string): SocketPlace {
  if (open().all >= MOST_OF_A_PROCESS)
    throw new ParleyError("unavailable", "Too many open connections. Try again in a moment.");
  let holder = `address/${address}`;
  count(holder, MOST_WAITING_OF_AN_ADDRESS);
  open().all += 1;
  let isTaken = true;
  return {
    admit({ tenantId, actor }) {
      const person = `${tenantId}/${"id" in actor ? actor.id : ""}`;
      count(person, MOST_OF_A_PERSON);
      release(holder);
      holder = person;
    },
    leave() {
      if (!isTaken) return;
      isTaken = false;
      open().all -= 1;
      release(holder);
    },
  };
}

function count(holder: string, most: number): void {
  const { of } = open();
  const own = of.get(holder) ?? 0;
  if (own >= most)
    throw new ParleyError("limited", `You have ${most} open connections, which is the limit.`, {
      retryAfter: 10,
    });
  of.set(holder, own + 1);
}

function release(holder: string): void {
  const { of } = open();
  const left = (of.get(holder) ?? 1) - 1;
  if (left > 0) of.set(holder, left);
  else of.delete(holder);
}
