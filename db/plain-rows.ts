type Result = Iterable<Record<string, unknown>> & { columns?: { name: string; type: number }[] };

const JSON_TYPES = new Set([114, 3802]);
const DATE_TYPES = new Set([1082, 1114, 1184]);

/**
 * The connection leaves dates and JSON as text, because the schema's columns read them; a library that brings its own
 * SQL expects values. Several results (of several statements) become one list of rows.
 */
export function readPlainRows(result: Result | Result[]): Record<string, unknown>[] {
  const results =
    Array.isArray(result) && Array.isArray(result[0]) ? (result as Result[]) : [result as Result];
  return results.flatMap((one) => {
    const types = new Map(one.columns?.map(({ name, type }) => [name, type]));
    return [...one].map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, read(value, types.get(name) ?? 0)]),
      ),
    );
  });
}

function read(value: unknown, type: number): unknown {
  if (typeof value !== "string") return value;
  if (JSON_TYPES.has(type)) return JSON.parse(value);
  if (DATE_TYPES.has(type)) return new Date(value);
  return value;
}

/** The other way: dates and objects as the text that Postgres reads. */
export function toPlainValue(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return JSON.stringify(value);
  return value;
}
