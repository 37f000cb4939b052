import { closeStorage } from "#db/client.ts";
import { sealOperator } from "#lib/core/seal.ts";
import { changeInstance } from "#lib/instance/change-instance.ts";
import { getInstance } from "#lib/instance/get-instance.ts";
import { listProcesses } from "#lib/instance/list-processes.ts";
import { dispatchModes, instanceChange } from "#lib/instance/schema.ts";
import { runCommand } from "./run-command.ts";

const usage = `Usage: npm run instance [-- --dispatch ${dispatchModes.join("|")}]
Shows what the instance is set to and which processes live; sets who answers where a chatbot does not say so itself.
`;

/** On the database itself, as its app login: with DATABASE_URL of the instance, or on DATA_DIR while no server runs. */
await runCommand(async () => {
  const change = readChange(process.argv.slice(2));
  if (!change) {
    process.stderr.write(usage);
    return 2;
  }
  const operator = sealOperator();
  try {
    await changeInstance(operator, change);
    const { dispatch, workers } = await getInstance(operator);
    const living = (await listProcesses(operator)).filter(({ isAlive }) => isAlive);
    const lines = living.map(
      ({ role, version, startedAt, turnsInFlight, streams, memoryMb }) =>
        `  ${role} ${version}, since ${startedAt.toISOString()}: ${turnsInFlight} answers, ${streams} streams, ${memoryMb} MB`,
    );
    process.stdout.write(
      `${[`Dispatch ${dispatch}; ${living.length} processes, ${workers} of them work on the queue.`, ...lines].join("\n")}\n`,
    );
    return 0;
  } finally {
    await closeStorage();
  }
});

function readChange(args: string[]) {
  if (args.length === 0) return {};
  const [name, value, ...more] = args;
  if (name !== "--dispatch" || more.length > 0) return null;
  return instanceChange.safeParse({ dispatch: value ?? "" }).data ?? null;
}
