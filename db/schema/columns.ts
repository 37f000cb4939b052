import { customType, timestamp } from "drizzle-orm/pg-core";
import { toSql } from "pgvector";
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
 * 1,536 floats, stored in line (STORAGE PLAIN): unit vectors, shorter models padded with zeros, which changes no
 * inner product.
 */
export const embedding = customType<{ data: Float32Array | number[]; driverData: string }>({
  dataType: () => "vector(1536)",
  toDriver: (value) => toVector(value),
  fromDriver: (value) => JSON.parse(value) as number[],
});

export const EMBEDDING_DIMENSIONS = 1536;

export function toVector(vector: ArrayLike<number>): string {
  const padded = new Array<number>(EMBEDDING_DIMENSIONS).fill(0);
  // Seven decimals of a unit vector are more than the models mean; the rest would only be more to send.
  for (let i = 0; i < vector.length; i += 1) padded[i] = Math.round((vector[i] as number) * 1e7) / 1e7;
  return toSql(padded) as string;
}

export const createdAt = () => timestamp("created_at", { withTimezone: true }).notNull().defaultNow();
export const updatedAt = () => timestamp("updated_at", { withTimezone: true }).notNull().defaultNow();
