/** A bucket holds at most `tokens` and fills evenly, from empty to full in `windowMs`. */
export type Limit = { readonly tokens: number; readonly windowMs: number };

export type Take = { readonly bucket: string; readonly limit: Limit };

/** A bucket's answer for one token. `remaining` is never negative and the wait never exceeds the window. */
export type Taken = { readonly allowed: boolean; readonly remaining: number; readonly retryAfterMs: number };

export type Unsubscribe = () => Promise<void>;

/**
 * Short volatile texts, shared by the processes of an instance. All three drivers pass the same tests
 * (`testing/kv-contract.ts`). Every entry has a time to live, and each call is one round trip.
 */
export type Kv = {
  readonly driver: "memory" | "redis" | "upstash";
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ttlMs: number): Promise<void>;
  /**
   * Takes one token from each bucket, or none at all if any bucket is empty. Concurrent calls never get the
   * same token. Results are in the order of `takes`.
   */
  take(takes: readonly Take[]): Promise<Taken[]>;
  /** Reaches current subscribers in any process. */
  publish(channel: string, text: string): Promise<void>;
  /**
   * Resolves when the subscription is active, or after two seconds without a connection. A connection that is
   * late or lost is opened again; messages sent in between are lost.
   */
  subscribe(channel: string, handler: (text: string) => void): Promise<Unsubscribe>;
  /** Opens a new connection because the old one has been silent for too long. */
  renew(): void;
  close(): Promise<void>;
};

const MAX_NAME = 200;
const MAX_TEXT = 64_000;
const MAX_TTL_MS = 7 * 24 * 3_600_000;

/** @throws RangeError for values no driver stores, so that all drivers behave the same */
export function checkEntry(key: string, value: string, ttlMs: number): void {
  checkName(key);
  checkText(value);
  if (!Number.isInteger(ttlMs) || ttlMs < 1 || ttlMs > MAX_TTL_MS)
    throw new RangeError("A time to live must be 1 ms to 7 days, in whole milliseconds.");
}

/** @throws RangeError for an empty or long name */
export function checkName(name: string): void {
  if (!name || name.length > MAX_NAME) throw new RangeError(`A name must have 1 to ${MAX_NAME} characters.`);
}

/** @throws RangeError for a long text */
export function checkText(text: string): void {
  if (text.length > MAX_TEXT) throw new RangeError(`A text must have at most ${MAX_TEXT} characters.`);
}

/**
 * Texts are sent as JSON so that no driver's framing changes them. Messages by other programs are ignored.
 */
export function readMessage(message: string): string | null {
  try {
    const text: unknown = JSON.parse(message);
    return typeof text === "string" ? text : null;
  } catch {
    return null;
  }
}
