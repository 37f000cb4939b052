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
 * Chooses who does the work: the named server, else the one that runs on the data directory, else this process itself.
 * @throws UsageError when the options do not say enough or contradict what is there
 */
export async function connect(target: Target): Promise<Connection> {
  const { server, tenant } = target;
  if (server !== undefined) {
    if (!URL.canParse(server) || !/^https?:/.test(server))
      throw new UsageError(`--server ${server} is no address.`);
    const key = target.key ?? env().PARLEY_API_KEY;
    if (!key) throw new UsageError("--server needs --key or PARLEY_API_KEY: an API key of that server.");
    if (tenant)
      throw new UsageError("--tenant is for the data directory; the key tells a server the workspace.");
    return { client: httpClient(server, key), chatbot: chatbotOf(target, false) };
  }
  const { DATA_DIR } = env();
  const { key } = target;
  const demo = readDemo(DATA_DIR);
  const chatbot = chatbotOf(target, demo !== null);
  const running = await findServer(DATA_DIR);
  if (running) {
    const isDemo = !tenant || tenant === demo?.tenant;
    const known = key ?? (isDemo ? demo?.apiKey : undefined);
    if (!known)
      throw new UsageError(`A server runs at ${running}. Give --key: an API key of that workspace.`);
    return { client: httpClient(running, known), chatbot };
  }
  if (key)
    throw new UsageError(
      "--key is for a server, and none runs here. Name it with --server, or use --tenant.",
    );
  const slug = tenant ?? demo?.tenant;
  if (!slug) {
    throw new ParleyError(
      "invalid",
      `No server runs and ${DATA_DIR} holds no demo. Start one (npm run dev), or name --server and --key, or --tenant.`,
    );
  }
  return { client: await openLocal(slug, DATA_DIR), chatbot };
}

function chatbotOf({ chatbot }: Target, hasDemo: boolean): string {
  if (chatbot) return chatbot;
  if (hasDemo) return DEMO_CHATBOT;
  throw new UsageError("Name the chatbot: --chatbot SLUG");
}

/** Loaded only here: the database and the models are of no use to whoever talks to a server. */
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
  return `Another Parley process is using ${directory}, but no server answers there. If one is starting, try again in a moment; if not, stop that process.`;
}
