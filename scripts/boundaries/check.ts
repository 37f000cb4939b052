import { findEnvironmentReads } from "./find-environment-reads.ts";
import { findModuleCycles } from "./find-module-cycles.ts";
import { findServerCodeInBrowser } from "./find-server-code-in-browser.ts";
import { type Finding, readImports } from "./read-imports.ts";

export type Boundaries = { modules: number; imports: number; subpathImports: number; findings: Finding[] };

/** Checks all imports below `root` against the boundary rules. */
export async function checkBoundaries(root: string): Promise<Boundaries> {
  const read = await readImports(root);
  return {
    modules: read.modules.length,
    imports: read.imports.length,
    subpathImports: read.imports.filter(({ specifier, to }) => specifier.startsWith("#") && to !== specifier)
      .length,
    findings: [
      ...read.findings,
      ...findModuleCycles(read),
      ...findServerCodeInBrowser(root, read),
      ...findEnvironmentReads(root, read.modules),
    ],
  };
}
