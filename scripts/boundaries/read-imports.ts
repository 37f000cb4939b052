import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { cruise, type ICruiseResult, type IForbiddenRuleType } from "dependency-cruiser";

/** The folders and files to read, if they exist. Configuration files at the root belong to their tools. */
const PLACES = [
  "app",
  "bench",
  "cli",
  "components",
  "db",
  "e2e",
  "i18n",
  "lib",
  "realtime",
  "scripts",
  "testing",
  "widget",
  "worker",
  "proxy.ts",
  "instrumentation.ts",
  "roles.ts",
  "register-skills.ts",
  "server.ts",
  "start.ts",
];

export type Import = {
  from: string;
  specifier: string;
  /** Path from the root. Files of packages are under node_modules; a built-in is its bare name. */
  to: string;
  isTypeOnly: boolean;
  isBuiltIn: boolean;
};
export type Finding = { rule: string; where: string; why: string };
export type Imports = { modules: string[]; imports: Import[]; findings: Finding[] };

type Rules = { forbidden: IForbiddenRuleType[]; options: object };

/** Reads every import below `root` and checks it against this repository's `.dependency-cruiser.cjs`. */
export async function readImports(root: string): Promise<Imports> {
  const rules = createRequire(import.meta.url)("../../.dependency-cruiser.cjs") as Rules;
  const places = PLACES.filter((place) => existsSync(join(root, place)));
  const { output } = await cruise(places, {
    ...rules.options,
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: rules.forbidden },
  });
  const { modules, summary } = output as ICruiseResult;
  const own = modules.filter(
    ({ source }) => /\.[cm]?[jt]sx?$/.test(source) && !/(?:^|\/)node_modules\//.test(source),
  );
  const read = own.filter((module) => !module.couldNotResolve);
  const why = new Map(rules.forbidden.map((rule) => [rule.name, rule.comment ?? ""]));
  return {
    modules: read.map((module) => module.source),
    imports: read.flatMap((module) =>
      module.dependencies.map((dependency) => ({
        from: module.source,
        specifier: dependency.module,
        to: dependency.resolved,
        isTypeOnly: dependency.typeOnly === true || dependency.dependencyTypes.includes("type-only"),
        isBuiltIn: dependency.coreModule,
      })),
    ),
    findings: summary.violations.map(({ rule, from, to, cycle }) => ({
      rule: rule.name,
      where: [from, ...(cycle ? cycle.map((step) => step.name) : [to])].join(" → "),
      why: why.get(rule.name) ?? "",
    })),
  };
}
