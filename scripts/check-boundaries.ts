import { resolve } from "node:path";
import { checkBoundaries } from "./boundaries/check.ts";

const { modules, imports, subpathImports, findings } = await checkBoundaries(
  resolve(import.meta.dirname, ".."),
);
for (const { rule, where, why } of findings) console.error(`${rule}: ${where}\n  ${why}`);
if (modules === 0 || subpathImports === 0) {
  console.error(
    `The boundary check read ${modules} modules and ${subpathImports} #-imports, so it proves nothing. Does dependency-cruiser know this TypeScript version?`,
  );
  process.exitCode = 1;
} else {
  console.log(
    `Boundaries: ${modules} modules, ${imports} imports (${subpathImports} by #), ${findings.length} violations.`,
  );
  if (findings.length > 0) process.exitCode = 1;
}
