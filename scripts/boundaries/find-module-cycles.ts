import type { Finding, Import, Imports } from "./read-imports.ts";

const TEST = /\.test\.tsx?$|^lib\/[^/]+\/testing\//;
/** Tables take types and lists of values from the modules whose rows they hold; the rank rules say which. */
const OUTSIDE = /^db\/(?:schema|demo)\/|^db\/seed\.ts$/;

/**
 * Finds modules of lib that import each other, directly or through others. dependency-cruiser's `scope:
 * "folder"` rules cannot: they compare every nested folder and count imports of tests.
 */
export function findModuleCycles({ imports }: Pick<Imports, "imports">): Finding[] {
  const graph = moduleGraph(imports);
  return cyclesIn(graph).map((cycle) => ({
    rule: "no-module-cycle",
    where: cycle.map((module, index) => exampleOf(graph, module, cycle[index + 1])).join(" → "),
    why: `The modules ${cycle.slice(0, -1).join(", ")} import each other. Move what they share to the lowest of them.`,
  }));
}

type Graph = Map<string, Map<string, Import>>;

function moduleOf(file: string): string | null {
  if (TEST.test(file) || OUTSIDE.test(file)) return null;
  return /^lib\/[^/]+(?=\/)|^db(?=\/)/.exec(file)?.[0] ?? null;
}

/** For each module the modules it imports, with one import as the example. */
function moduleGraph(imports: Import[]): Graph {
  const graph: Graph = new Map();
  for (const entry of imports) {
    const [from, to] = [moduleOf(entry.from), moduleOf(entry.to)];
    if (!from || !to || from === to) continue;
    const targets = graph.get(from) ?? new Map<string, Import>();
    if (!targets.has(to)) targets.set(to, entry);
    graph.set(from, targets);
  }
  return graph;
}

/** The shortest cycle through each module that is on one, each cycle once. Ends with its first module. */
function cyclesIn(graph: Graph): string[][] {
  const seen = new Set<string>();
  return [...graph.keys()].sort().flatMap((module) => {
    const cycle = shortestCycle(graph, module);
    if (!cycle) return [];
    const key = cycle.slice(1).toSorted().join(" ");
    if (seen.has(key)) return [];
    seen.add(key);
    return [cycle];
  });
}

function shortestCycle(graph: Graph, start: string): string[] | null {
  const paths: string[][] = [[start]];
  const reached = new Set<string>();
  for (const path of paths) {
    for (const next of graph.get(path.at(-1) ?? "")?.keys() ?? []) {
      if (next === start) return [...path, start];
      if (reached.has(next)) continue;
      reached.add(next);
      paths.push([...path, next]);
    }
  }
  return null;
}

/** A module with the file whose import leads to the next one. */
function exampleOf(graph: Graph, module: string, next: string | undefined): string {
  const example = next && graph.get(module)?.get(next);
  return example ? `${module} (${example.from} imports ${example.to})` : module;
}
