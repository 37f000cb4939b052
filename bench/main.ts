export {};

const suites: Record<string, () => Promise<{ run(options: { json: boolean }): Promise<void> }>> = {
  "turn-path": () => import("./turn-path.ts"),
};

const [name = "", ...flags] = process.argv.slice(2);
const load = suites[name];
if (!load) {
  console.error(`Usage: npm run bench -- NAME [--json]\nNAME is one of: ${Object.keys(suites).join(", ")}`);
  process.exit(2);
}
await (await load()).run({ json: flags.includes("--json") });
