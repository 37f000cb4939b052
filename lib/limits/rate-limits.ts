import type { Limit } from "#lib/core/kv/kv.ts";

export type Counted = "address" | "visitor" | "user" | "key" | "chatbot" | "tenant";

export type RequestLimit = {
  /** Whether each request costs a model call: Postgres then counts if Redis cannot. */
  readonly costs: boolean;
  readonly buckets: Readonly<Partial<Record<Counted, Limit>>>;
};

const perMinute = (tokens: number): Limit => ({ tokens, windowMs: 60_000 });

/**
 * Requests per minute, at once or spread out; an empty bucket refills evenly. An address is counted only for
 * visitors, a chatbot only for visitors and end users, because members and keys are identified. The limits
 * are generous to people (an address may be a school, a key may be a busy server) and stop loops.
 */
export const requestLimits = {
  /** A turn calls the chat model. */
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
  /** A search calls the embedding model. */
  search: {
    costs: true,
    buckets: { user: perMinute(300), key: perMinute(6_000), tenant: perMinute(12_000) },
  },
  /** All other requests of admitted callers. */
  request: {
    costs: false,
    buckets: {
      address: perMinute(3_000),
      visitor: perMinute(1_200),
      user: perMinute(1_200),
      key: perMinute(12_000),
    },
  },
  /** Rare actions on a person's own account: join, merge guest history, delete, enter a code. */
  account: {
    costs: false,
    buckets: { address: perMinute(120), visitor: perMinute(30), user: perMinute(30), key: perMinute(60) },
  },
  /** Rooms that one caller creates. Guests share the limit of their address. */
  roomCreate: {
    costs: false,
    buckets: {
      address: { tokens: 3, windowMs: 24 * 3_600_000 },
      visitor: { tokens: 3, windowMs: 24 * 3_600_000 },
      user: perMinute(60),
      key: perMinute(600),
    },
  },
  /** Photos to analyze: each decodes a picture and calls a model. */
  photo: {
    costs: true,
    buckets: {
      address: { tokens: 60, windowMs: 24 * 3_600_000 },
      visitor: { tokens: 10, windowMs: 24 * 3_600_000 },
      user: { tokens: 60, windowMs: 3_600_000 },
      key: { tokens: 600, windowMs: 3_600_000 },
      tenant: { tokens: 1_000, windowMs: 3_600_000 },
    },
  },
  /** Messages that a participant posts to a room; an address may be a whole school. */
  roomMessage: {
    costs: false,
    buckets: { address: perMinute(3_000), visitor: { tokens: 10, windowMs: 10_000 } },
  },
  /** Files that a participant uploads. Images are decoded. */
  roomFile: { costs: false, buckets: { address: perMinute(300), visitor: perMinute(20) } },
  /** Reactions of a participant. */
  roomReaction: { costs: false, buckets: { address: perMinute(3_000), visitor: perMinute(30) } },
  /** What browsers report about use, up to 20 events each. What is refused is lost, and nobody waits. */
  events: {
    costs: false,
    buckets: { address: perMinute(1_200), visitor: perMinute(60), user: perMinute(60), key: perMinute(600) },
  },
  /** How often a participant is shown as typing. */
  roomTyping: {
    costs: false,
    buckets: { address: perMinute(6_000), visitor: { tokens: 1, windowMs: 3_000 } },
  },
} satisfies Record<string, RequestLimit>;

export type LimitName = keyof typeof requestLimits;
