import { parseArgs } from "node:util";
import { buildOnce } from "#bench/processes.ts";
import { print } from "#bench/table.ts";
import { runFuzzBench } from "#e2e/fuzz/fuzz-bench.ts";
import { runOverload } from "./overload/run-overload.ts";
import { runProjections } from "./projections/run-projections.ts";
import { runRooms } from "./rooms/run-rooms.ts";
import { type Outcome, runScenario, scenarios } from "./scenarios.ts";

const OVERLOAD_ROUNDS = 3;
const OVERLOAD = "overload";
const ROOMS = "rooms";
const PROJECTIONS = "projections";
/** Have a runner of their own. */
const OTHERS = [ROOMS, PROJECTIONS, OVERLOAD];
const usage = `Usage: npm run chaos -- [SCENARIO…] [--minutes N] [--seed S] [--rounds N] [--json]
       npm run chaos -- overload [--rounds N] [--capacity N] [--dispatch MODE]
       npm run chaos -- fuzz [--requests N] [--seed S] [--json]
SCENARIO is one of: ${[...Object.keys(scenarios), ...OTHERS].join(", ")} (default: chaos).`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      minutes: { type: "string" },
      seed: { type: "string", default: String(Math.floor(Math.random() * 1_000_000)) },
      rounds: { type: "string" },
      capacity: { type: "string" },
      dispatch: { type: "string" },
      requests: { type: "string", default: "20000" },
      json: { type: "boolean", default: false },
    },
  });
  const isFuzz = positionals[0] === "fuzz";
  const names = positionals.length > 0 && !isFuzz ? positionals : ["chaos"];
  const numbers = [values.minutes ?? "2", values.seed, values.rounds ?? "20"].map(Number);
  const [minutes = 0, seed = 0, rounds = 0] = numbers;
  if (
    names.some((name) => !OTHERS.includes(name) && !(name in scenarios)) ||
    numbers.some((one) => !(one > 0) && one !== 0)
  ) {
    console.error(usage);
    return 2;
  }
  if (names.some((name) => name !== PROJECTIONS)) await buildOnce(".");
  if (isFuzz)
    return (await runFuzzBench({ count: Number(values.requests), seed, json: values.json })) ? 0 : 1;
  let isWhole = true;
  for (const name of names) {
    if (name === OVERLOAD) {
      const capacity = values.capacity === undefined ? undefined : Number(values.capacity);
      const { dispatch } = values;
      const wanted = {
        json: values.json,
        rounds: Number(values.rounds ?? OVERLOAD_ROUNDS),
        capacity,
        dispatch,
      };
      isWhole = (await runOverload(wanted)) && isWhole;
      continue;
    }
    console.error(`${name}, seed ${seed} …`);
    const outcome = await run(name, { minutes, seed, rounds });
    show(outcome, values.json);
    isWhole &&= outcome.violations.length === 0 && !JSON.stringify(outcome.notes).includes("NOT HELD");
  }
  return isWhole ? 0 : 1;
}

function run(name: string, wanted: { minutes: number; seed: number; rounds: number }): Promise<Shown> {
  if (name === ROOMS) return runRooms(wanted);
  if (name === PROJECTIONS) return runProjections(wanted);
  return runScenario(name, wanted);
}

type Shown = Pick<Outcome, "violations" | "notes"> & {
  report: Record<string, string | number | Record<string, number>> & { broken: Record<string, number> };
};

function show({ report, violations, notes, ...run }: Shown, json: boolean): void {
  if (json) {
    console.log(JSON.stringify({ ...run, ...report, notes, violations }));
    return;
  }
  const { broken, ...figures } = report;
  console.log();
  print(
    Object.entries({ ...run, ...figures }).map(([what, value]) => ({ what, value: String(value) })),
    false,
  );
  console.log();
  print([broken], false);
  if (notes.length > 0) {
    console.log();
    print(notes, false);
  }
  for (const { promise, what } of violations.slice(0, 20)) console.error(`\n${promise}: ${what}`);
  if (violations.length > 20) console.error(`\nand ${violations.length - 20} more`);
}

process.exit(await main());
