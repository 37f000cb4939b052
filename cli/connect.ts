import { env } from "#lib/core/env.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { findServer, readDemo } from "./data-directory.ts";
import { httpClient } from "./http-client.ts";
import type { KnowledgeClient } from "./knowledge-client.ts";
import { UsageError } from "./usage-error.ts";

export type Target = { server?: string; key?: string; tenant?: string; chatbot?: string };
export type Connection = { client: KnowledgeClient; chatbot: string };

const DEMO_CHATBOT = "support";

/**
 * Chooses what does the work: the named server, else the one running on the data directory, else this
 * process.
 * @throws UsageError when the options are incomplete or contradict what is there
 */
export async function connect(target: Target): Promise<Connection> {
  const hasDemo = target.server === undefined && readDemo(env().DATA_DIR) !== null;
  // Before the data directory is opened, which takes seconds.
  const chatbot = chatbotOf(target, hasDemo);
  return { client: await connectClient(target), chatbot };
}

/** As `connect`, for commands that need no chatbot. */
export async function connectClient(target: Target): Promise<KnowledgeClient> {
  const { server, tenant } = target;
  if (server !== undefined) {
    if (!URL.canParse(server) || !/^https?:/.test(server))
      throw new UsageError(`--server ${server} is not a valid URL.`);
    const key = target.key ?? env().PARLEY_API_KEY;
    if (!key) throw new UsageError("--server needs an API key of that server. Set --key or PARLEY_API_KEY.");
    if (tenant)
      throw new UsageError(
        "--tenant works only with the data directory. On a server, the API key selects the workspace.",
      );
    return httpClient(server, key);
  }
  const { DATA_DIR } = env();
  const { key } = target;
  const demo = readDemo(DATA_DIR);
  const running = await findServer(DATA_DIR);
  if (running) {
    const isDemo = !tenant || tenant === demo?.tenant;
    const known = key ?? (isDemo ? demo?.apiKey : undefined);
    if (!known)
      throw new UsageError(`A server is running at ${running}. Set --key to an API key of that workspace.`);
    return httpClient(running, known);
  }
  if (key)
    throw new UsageError(
      "--key works only with a server, and none is running here. Set --server, or use --tenant.",
    );
  const slug = tenant ?? demo?.tenant;
  if (!slug) {
    throw new ParleyError(
      "invalid",
      `No server is running and ${DATA_DIR} has no demo data. Start a server (npm run dev), or set --server and --key, or --tenant.`,
    );
  }
  return openLocal(slug, DATA_DIR);
}

function chatbotOf({ chatbot }: Target, hasDemo: boolean): string {
  if (chatbot) return chatbot;
  if (hasDemo) return DEMO_CHATBOT;
  throw new UsageError("No chatbot was given. Set --chatbot HANDLE.");
}

/** Loaded only here: a client of a server needs neither the database nor the models. */
async function openLocal(slug: string, directory: string): Promise<KnowledgeClient> {
  const { localClient } = await import("./local-client.ts");
  try {
    return await localClient(slug);
  } catch (error) {
    if (!(error instanceof ParleyError && error.code === "unavailable")) throw error;
    throw new ParleyError("unavailable", lockedSentence(directory));
  }
}

export function lockedSentence(directory: string): string {
  return `Another Parley process is using ${directory}, but its server is not responding. If it is starting, try again in a moment. Otherwise, stop that process.`;
}
