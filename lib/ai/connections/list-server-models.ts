import { z } from "zod";
import { parseJson } from "#lib/core/parse-json.ts";

const TIMEOUT_MS = 10_000;
const MAX_MODELS = 1_000;
const MAX_NAME = 120;

const entry = z
  .union([z.string(), z.object({ id: z.string() }), z.object({ name: z.string() })])
  .transform((one) => (typeof one === "string" ? one : "id" in one ? one.id : one.name));
const list = z.union([
  z.array(z.unknown()),
  z.object({ data: z.array(z.unknown()) }).transform(({ data }) => data),
  z.object({ models: z.array(z.unknown()) }).transform(({ models }) => models),
]);

export type ModelServer = { baseUrl: string; apiKey: string | undefined; fetch: typeof globalThis.fetch };

/** `models` is null for a body that is no list. */
export type ModelList = { status: number; models: string[] | null; body: string };

/** Asks a server which models it has. @throws what fetch throws, or a TimeoutError */
export async function listServerModels(
  { baseUrl, apiKey, fetch }: ModelServer,
  timeoutMs = TIMEOUT_MS,
): Promise<ModelList> {
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await fetch(`${baseUrl}/models`, {
    headers: { accept: "application/json", ...(apiKey && { authorization: `Bearer ${apiKey}` }) },
    signal,
  });
  const body = await response.text();
  return { status: response.status, models: response.ok ? namesIn(body) : null, body };
}

function namesIn(body: string): string[] | null {
  let value: unknown;
  try {
    value = parseJson(body);
  } catch {
    return null;
  }
  const parsed = list.safeParse(value);
  if (!parsed.success) return null;
  const names = parsed.data.flatMap((one) => entry.safeParse(one).data ?? []);
  const short = names.filter((name) => name !== "" && name.length <= MAX_NAME);
  return [...new Set(short)].sort((one, other) => one.localeCompare(other)).slice(0, MAX_MODELS);
}
