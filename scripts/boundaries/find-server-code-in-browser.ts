import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding, Import, Imports } from "./read-imports.ts";

const TEST = /\.test\.tsx?$/;
const SERVER_ONLY =
  /^(?:app\/_server|db|cli|scripts|testing|worker|realtime|bench|e2e)\/|^(?:server|proxy|instrumentation)\.ts$|^lib\/core\/(?:env|secrets|log)\.ts$|^lib\/context\/(?:seal|health|transaction|read-side)\.ts$|(?:^|\/)node_modules\/(?:drizzle-orm|postgres|pino|piscina|undici|@electric-sql\/[^/]+|next\/(?:headers|server)[^/]*)(?:\/|$)/;

/**
 * Finds server code that a browser would load: components and "use client" files with all their value
 * imports must not reach Node's built-ins, the database or server files. A "use server" file ends the walk:
 * only its URL goes to the browser.
 */
export function findServerCodeInBrowser(root: string, { modules, imports }: Imports): Finding[] {
  const byFile = Map.groupBy(
    imports.filter((entry) => !entry.isTypeOnly),
    (entry) => entry.from,
  );
  const directive = directiveReader(root);
  const entries = modules.filter(
    (file) => !TEST.test(file) && (file.startsWith("components/") || directive(file) === "use client"),
  );
  return entries.flatMap((entry) => {
    const path = pathToServer(entry, byFile, directive);
    if (!path) return [];
    const why =
      "This would be sent to the browser. Components and client files may import only schema.ts and pure files of lib.";
    return [{ rule: "server-code-in-browser", where: path.join(" → "), why }];
  });
}

type Directive = "use client" | "use server" | null;

function directiveReader(root: string): (file: string) => Directive {
  const known = new Map<string, Directive>();
  return (file) => {
    if (!known.has(file)) known.set(file, readDirective(readFileSync(join(root, file), "utf8")));
    return known.get(file) ?? null;
  };
}

export function readDirective(source: string): Directive {
  const code = source.replace(/^(?:\s+|\/\/.*|\/\*[\s\S]*?\*\/)*/, "");
  return (/^["'](use client|use server)["']/.exec(code)?.[1] as Directive | undefined) ?? null;
}

/** The shortest way from an entry to something only a server has. */
function pathToServer(
  entry: string,
  byFile: Map<string, Import[]>,
  directive: (file: string) => Directive,
): string[] | null {
  const cameFrom = new Map<string, string | null>([[entry, null]]);
  for (const file of cameFrom.keys()) {
    if (file !== entry && byFile.has(file) && directive(file) === "use server") continue;
    for (const { to, isBuiltIn } of byFile.get(file) ?? []) {
      if (cameFrom.has(to)) continue;
      cameFrom.set(to, file);
      if (isBuiltIn || SERVER_ONLY.test(to)) return trace(to, cameFrom);
    }
  }
  return null;
}

function trace(end: string, cameFrom: Map<string, string | null>): string[] {
  const path: string[] = [];
  for (let step: string | null = end; step !== null; step = cameFrom.get(step) ?? null) path.unshift(step);
  return path;
}
