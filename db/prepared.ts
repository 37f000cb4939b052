import { singleton } from "#lib/core/singleton.ts";
import type { Query } from "./scoped-query.ts";

export type Statement = { query: string; params: unknown[]; method: "all" | "execute"; withinMs?: number };

/** Rows are arrays when Drizzle knows the columns, otherwise objects. */
export function prepared({ query: text, params: values, method, withinMs }: Statement): Query {
  const query = { name: statementName(text), text, values, query_timeout: withinMs };
  return method === "all" ? { ...query, rowMode: "array" } : query;
}

const MAX_STATEMENTS = 2_000;

/** Returns the name to prepare a statement under; none past a limit, which only varying texts reach. */
export function statementName(text: string): string | undefined {
  const names = singleton("statementNames", () => new Map<string, string>());
  const known = names.get(text);
  if (known || names.size >= MAX_STATEMENTS) return known;
  const name = `p${names.size + 1}`;
  names.set(text, name);
  return name;
}
