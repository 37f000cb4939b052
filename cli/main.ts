import { runCommand } from "./run-command.ts";
import { usage } from "./usage.ts";
import { UsageError } from "./usage-error.ts";

const [name, ...args] = process.argv.slice(2);

await runCommand(async () => {
  if (args.includes("--help") || args.includes("-h")) return help();
  switch (name) {
    case "ingest":
      return (await import("./ingest.ts")).ingest(args);
    case "search":
      return (await import("./search.ts")).search(args);
    case "ask":
      return (await import("./ask.ts")).ask(args);
    case "eval":
      return (await import("./eval.ts")).evaluate(args);
    case "queue:probe":
      return (await import("./probe-queue.ts")).probeQueue(args);
    case "projections:rebuild":
      return (await import("./projections.ts")).rebuild(args);
    case "projections:verify":
      return (await import("./projections.ts")).verify(args);
    case "events:export":
      return (await import("./export-events.ts")).exportEvents(args);
    case "events:import":
      return (await import("./import-events.ts")).importEvents(args);
    case "help":
    case "--help":
    case "-h":
      return help();
    case undefined:
      throw new UsageError("A command is missing.");
    default:
      throw new UsageError(`Unknown command: ${name}.`);
  }
});

function help(): number {
  process.stdout.write(usage);
  return 0;
}
