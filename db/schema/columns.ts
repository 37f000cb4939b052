import { endianness } from "node:os";
import { customType, timestamp } from "drizzle-orm/pg-core";
import pgvector from "pgvector";
import { type Id, type IdPrefix, idFromUuid, idToUuid } from "#lib/core/ids.ts";

/** A UUID in the database, a prefixed id (`bot_…`) everywhere else. */
export const id = <P extends IdPrefix>(name: string, prefix: P) =>
  customType<{ data: Id<P>; driverData: string }>({
    dataType: () => "uuid",
    toDriver: (value) => idToUuid(value),
    fromDriver: (value) => idFromUuid(prefix, value),
  })(name);

export const tenantId = () => id("tenant_id", "ten").notNull();

export const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/** Name of a text search configuration; `english` unless the chatbot says otherwise. */
export const regconfig = customType<{ data: string }>({ dataType: () => "regconfig" });

/**
 * 1,536 floats, stored inline (STORAGE PLAIN). Vectors are unit vectors; shorter models are padded with
 * zeros, which does not change inner products.
 */
export const embedding = customType<{ data: Float32Array | number[]; driverData: Buffer | string }>({
  dataType: () => "vector(1536)",
  toDriver: (value) => toVector(value),
  fromDriver: (value) => pgvector.fromSql(String(value)) as number[],
});

export const EMBEDDING_DIMENSIONS = 1536;

/**
 * A vector in pgvector's binary format (`vector_recv`): number of dimensions, two unused bytes, floats, all
 * big-endian. pgvector's `toSql` writes text, which takes 35 times as long and five times the bytes (decision
 * 007).
 */
export function toVector(vector: ArrayLike<number>): Buffer {
  const padded = new Float32Array(EMBEDDING_DIMENSIONS);
  padded.set(vector);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(EMBEDDING_DIMENSIONS);
  const floats = Buffer.from(padded.buffer);
  return Buffer.concat([head, endianness() === "LE" ? floats.swap32() : floats]);
}

export const createdAt = () => timestamp("created_at", { withTimezone: true }).notNull().defaultNow();
export const updatedAt = () => timestamp("updated_at", { withTimezone: true }).notNull().defaultNow();
