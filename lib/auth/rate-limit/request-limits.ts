import type { Limit } from "#lib/core/kv/kv.ts";

/** Whom a limit counts. */
export type Counted = "address" | "visitor" | "user" | "key" | "chatbot" | "tenant";

export type RequestLimit = {
  /** Whether each request costs a call of a model: then Postgres counts where Redis cannot. */
  readonly costs: boolean;
  readonly buckets: Readonly<Partial<Record<Counted, Limit>>>;
};

const perMinute = (tokens: number): Limit => ({ tokens, windowMs: 60_000 });

/**
 * How many requests a minute, all at once or spread out; a bucket that is empty fills evenly. An address
 * is counted for visitors only, a chatbot for visitors and end users: of members and keys it is known who they are. Generous to people (an address may be
 * a school, a key may be a busy server), a wall to loops.
 */
export const requestLimits = {
  /** A turn: the model answers. */
  chat: {
    costs: true,
    buckets: {
      address: perMinute(300),
      visitor: perMinute(60),
      user: perMinute(120),
      key: perMinute(6_000),
      chatbot: perMinute(1_200),
      tenant: perMinute(12_000),
    },
  },
  /** A search of the knowledge: the embedding model reads the query. */
  search: {
    costs: true,
    buckets: { user: perMinute(300), key: perMinute(6_000), tenant: perMinute(12_000) },
  },
  /** Everything else that is asked for by someone who was let in. */
  request: {
    costs: false,
    buckets: {
      address: perMinute(3_000),
      visitor: perMinute(1_200),
      user: perMinute(1_200),
      key: perMinute(12_000),
    },
  },
  /** What someone does with an account of theirs now and then: join, take along, delete, enter a code. */
  account: {
    costs: false,
    buckets: { address: perMinute(120), visitor: perMinute(30), user: perMinute(30), key: perMinute(60) },
  },
} satisfies Record<string, RequestLimit>;

export type LimitName = keyof typeof requestLimits;
