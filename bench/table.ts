/** The p-th percentile (0 to 1) by nearest rank. */
export function percentile(values: number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}

/** Prints rows as a Markdown table, or as one JSON object a line. */
export function print(rows: Record<string, string | number>[], json: boolean): void {
  if (json) {
    for (const row of rows) console.log(JSON.stringify(row));
    return;
  }
  const columns = Object.keys(rows[0] ?? {});
  console.log(`| ${columns.join(" | ")} |\n|${columns.map(() => "---|").join("")}`);
  for (const row of rows) console.log(`| ${columns.map((column) => row[column]).join(" | ")} |`);
}
