import { join } from "node:path";
import Piscina from "piscina";
import { ParleyError } from "#lib/core/errors.ts";
import { singleton } from "#lib/core/singleton.ts";
import type { Refused, readLinks, readSitemap } from "./extract-links-worker.ts";
import type { PageLinks } from "./read-page-links.ts";
import type { Sitemap } from "./read-sitemap.ts";

const TIME_LIMIT_MS = 20_000;

function pool(): Piscina {
  return singleton(
    "knowledge.web",
    () =>
      new Piscina({
        filename: join(process.cwd(), "lib/knowledge/crawling/extract-links-worker.ts"),
        minThreads: 0,
        maxThreads: 1,
        idleTimeout: 10_000,
        niceIncrement: 10,
        resourceLimits: { maxOldGenerationSizeMb: 512 },
      }),
  );
}

/**
 * Extracts the links and crawler directives of a page; null if it is not HTML.
 * @throws ParleyError invalid
 */
export function extractLinks(
  input: Parameters<typeof readLinks>[0],
  signal: AbortSignal,
): Promise<PageLinks | null> {
  return run("readLinks", input, signal);
}

/** @throws ParleyError invalid, too_large */
export function extractSitemap(
  input: Parameters<typeof readSitemap>[0],
  signal: AbortSignal,
): Promise<Sitemap> {
  return run("readSitemap", input, signal);
}

async function run<T>(name: string, input: unknown, caller: AbortSignal): Promise<T> {
  const signal = AbortSignal.any([caller, AbortSignal.timeout(TIME_LIMIT_MS)]);
  const result: T | Refused = await pool()
    .run(input, { name, signal })
    .catch((error: unknown) => {
      caller.throwIfAborted();
      const { name: kind, code } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
      if (kind !== "AbortError" && kind !== "RangeError" && code !== "ERR_WORKER_OUT_OF_MEMORY") throw error;
      throw new ParleyError("invalid", "The page takes too much time or memory to process.");
    });
  if (result !== null && typeof result === "object" && "refused" in result) {
    throw new ParleyError(result.code, result.refused);
  }
  return result as T;
}
