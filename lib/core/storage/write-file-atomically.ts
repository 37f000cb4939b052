import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { nullWhenMissing } from "./explain-file-error.ts";

/** `mkdir` also fails with these codes if the folder is deleted while it runs. */
const ATTEMPTS: Record<string, number> = { ENOENT: 60, ENOTDIR: 12, EEXIST: 12 };

/** Writes and flushes a draft, renames it to its place, and flushes the folder. */
export async function writeFileAtomically(
  workshop: string,
  file: string,
  pieces: Uint8Array[],
): Promise<void> {
  const draft = join(workshop, randomUUID());
  try {
    const handle = await open(draft, "wx", 0o600);
    try {
      for (const piece of pieces) await handle.writeFile(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await moveInto(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Deleting the last object of a folder also removes the folder, possibly just after it was created here. */
async function moveInto(draft: string, file: string): Promise<void> {
  const folder = dirname(file);
  const made: string[] = [];
  for (let attempt = 1; ; attempt++) {
    try {
      const first = await mkdir(folder, { recursive: true, mode: 0o700 });
      if (first !== undefined) made.push(first);
      await rename(draft, file);
      break;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "";
      if (attempt >= (ATTEMPTS[code] ?? 1)) throw error;
      // A random delay, so that two processes do not collide every time.
      await sleep(Math.random() * attempt);
    }
  }
  await flushFolder(folder);
  for (const first of made) {
    for (let path = folder; path.length >= first.length; ) {
      path = dirname(path);
      await flushFolder(path);
    }
  }
}

/** Without this, a power cut may undo a rename or a deletion. A folder deleted meanwhile does not need it. */
export async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(nullWhenMissing);
  if (handle === null) return;
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes a folder and its parents while they are empty. */
export async function removeEmptyFolders(folder: string, root: string): Promise<void> {
  for (let path = folder; path !== root; path = dirname(path)) {
    try {
      await rmdir(path);
    } catch {
      return;
    }
  }
}
