import { type ParseArgsConfig, parseArgs } from "node:util";
import type { Target } from "./connect.ts";
import { UsageError } from "./usage-error.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Read = {
  positionals: string[];
  target: Target;
  isJson: boolean;
  text: Record<string, string | undefined>;
  flags: Set<string>;
};

const everywhere = {
  server: { type: "string" },
  key: { type: "string" },
  tenant: { type: "string" },
  chatbot: { type: "string" },
  json: { type: "boolean" },
} as const satisfies Options;

/** Reads a command's arguments. @throws UsageError for an option it does not know or an empty value */
export function readOptions(args: string[], own: Options = {}): Read {
  const { values, positionals } = parse(args, { ...everywhere, ...own });
  const text: Record<string, string | undefined> = {};
  const flags = new Set<string>();
  for (const [name, value] of Object.entries(values)) {
    if (value === "") throw new UsageError(`--${name} is empty.`);
    if (typeof value === "string") text[name] = value;
    else if (value === true) flags.add(name);
  }
  const { server, key, tenant, chatbot } = text;
  return { positionals, target: { server, key, tenant, chatbot }, isJson: flags.has("json"), text, flags };
}

function parse(args: string[], options: Options) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
