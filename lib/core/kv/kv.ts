/** A bucket holds at most `tokens` and fills evenly, from empty to full in `windowMs`. */
export type Limit = { readonly tokens: number; readonly windowMs: number };

export type Take = { readonly bucket: string; readonly limit: Limit };

/** What a bucket had to say to one token: never a negative rest, never a wait longer than the limit's window. */
export type Taken = { readonly allowed: boolean; readonly remaining: number; readonly retryAfterMs: number };

export type Unsubscribe = () => Promise<void>;

/**
 * Short texts that may vanish at any time, shared by the processes of an instance. Three drivers, one contract
 * (`testing/kv-contract.ts`). Everything has a time to live. Each call is one round trip.
 */
export type Kv = {
  readonly driver: "memory" | "redis" | "upstash";
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ttlMs: number): Promise<void>;
  /**
   * One token of each bucket, or of none: where one has none left, the others keep theirs. No process sees a token
   * twice, however many ask at once. Answers in the order asked.
   */
  take(takes: readonly Take[]): Promise<Taken[]>;
  /** Reaches whoever is subscribed right now, in any process. */
  publish(channel: string, text: string): Promise<void>;
  /**
   * Resolves when messages arrive, or after two seconds without a connection: one that is lost or late is made anew, and what
   * was said meanwhile is lost.
   */
  subscribe(channel: string, handler: (text: string) => void): Promise<Unsubscribe>;
  /** Makes the connection anew: the old one has been silent for too long. */
  renew(): void;
  close(): Promise<void>;
};

const MAX_NAME = 200;
const MAX_TEXT = 64_000;
const MAX_TTL_MS = 7 * 24 * 3_600_000;

/** @throws RangeError for what no driver keeps, so that the drivers do not differ in it */
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

/** Texts travel as JSON, so that no driver's framing touches them; what others publish there is not ours. */
export function readMessage(message: string): string | null {
  try {
    const text: unknown = JSON.parse(message);
    return typeof text === "string" ? text : null;
  } catch {
    return null;
  }
}
