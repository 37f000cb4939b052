import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** Writing a draft never takes this long. */
const LEFT_BEHIND_MS = 60 * 60 * 1000;

/** Removes unfinished files of killed processes. */
export async function removeStaleTempFiles(workshop: string, now = Date.now()): Promise<void> {
  for (const name of await readdir(workshop)) {
    const path = join(workshop, name);
    const found = await stat(path).catch(() => null);
    if (found && now - found.mtimeMs > LEFT_BEHIND_MS) await rm(path, { recursive: true, force: true });
  }
}
