import { randomUUID } from "node:crypto";
import { access, constants, mkdir, opendir, readFile, rename, rm, stat, statfs } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { ParleyError } from "../errors.ts";
import { log } from "../log.ts";
import { explainFileError, noRoom, nullWhenMissing } from "./explain-file-error.ts";
import { checkContentType, checkObjectKey, isObjectKey, maxObjectBytes } from "./object-key.ts";
import type { ObjectEntry, ObjectStore } from "./object-store.ts";
import { readTrailer, trailerBytes, writeTrailer } from "./object-trailer.ts";
import { removeStaleTempFiles } from "./remove-stale-temp-files.ts";
import { flushFolder, removeEmptyFolders, writeFileAtomically } from "./write-file-atomically.ts";

/** No key contains this, so the object `a/b` and the folder of `a/b/c` can coexist. */
const SUFFIX = "~";
/** Incomplete and deleted files. No key begins with a dot. */
const WORKSHOP = ".workshop";

/**
 * Stores objects as files in a directory, for any number of processes on one machine. An object is written to
 * the workshop folder, flushed and renamed to its place.
 */
export function createLocalStore(directory: string): ObjectStore {
  const root = resolve(directory);
  const workshop = join(root, WORKSHOP);
  let opening: Promise<void> | null = null;

  const pathOf = (key: string) => {
    checkObjectKey(key);
    return join(root, ...key.split("/"));
  };

  async function open(): Promise<void> {
    await mkdir(workshop, { recursive: true, mode: 0o700 });
    await removeStaleTempFiles(workshop);
  }

  /** Runs work on the opened directory and turns errors into ParleyErrors. */
  async function run<T>(work: () => Promise<T>): Promise<T> {
    try {
      opening ??= open().catch((error) => {
        opening = null;
        throw error;
      });
      await opening;
      return await work();
    } catch (error) {
      throw explainFileError(error);
    }
  }

  return {
    async put(key, bytes, { contentType }) {
      const file = pathOf(key) + SUFFIX;
      checkContentType(contentType);
      if (bytes.length > maxObjectBytes)
        throw new ParleyError("too_large", `The file is too large. The limit is ${maxObjectBytes} bytes.`);
      await run(() => writeFileAtomically(workshop, file, [bytes, writeTrailer(bytes.length, contentType)]));
    },

    async get(key) {
      const file = pathOf(key) + SUFFIX;
      const whole = await run(() => readFile(file).catch(nullWhenMissing));
      if (whole === null) return null;
      const content = readTrailer(whole);
      if (content === null) log().error({ key }, "a stored file is damaged and counts as missing");
      return content;
    },

    async delete(key) {
      const file = pathOf(key) + SUFFIX;
      await run(async () => {
        await rm(file, { force: true });
        await flushFolder(dirname(file));
        await removeEmptyFolders(dirname(file), root);
      });
    },

    async deletePrefix(prefix) {
      const folder = pathOf(prefix);
      await run(async () => {
        const rubbish = join(workshop, randomUUID());
        // The rename hides the folder in one step. A concurrent put finds no folder and creates it again.
        if ((await rename(folder, rubbish).catch(nullWhenMissing)) === null) return;
        await flushFolder(dirname(folder));
        await rm(rubbish, { recursive: true, force: true });
        await removeEmptyFolders(dirname(folder), root);
      });
    },

    async *list(prefix) {
      const folder = prefix === "" ? root : pathOf(prefix);
      try {
        await run(async () => undefined);
        yield* walk(folder, root);
      } catch (error) {
        throw explainFileError(error);
      }
    },

    ping: () =>
      run(async () => {
        await access(workshop, constants.R_OK | constants.W_OK);
        const { bavail, bsize } = await statfs(workshop);
        if (bavail * bsize < maxObjectBytes) throw noRoom();
      }),
  };
}

/** Skips files that are deleted meanwhile. */
async function* walk(folder: string, root: string): AsyncGenerator<ObjectEntry> {
  const entries = await opendir(folder).catch(nullWhenMissing);
  if (entries === null) return;
  for await (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith(".")) continue;
    if (entry.isDirectory()) yield* walk(path, root);
    if (!entry.isFile() || !entry.name.endsWith(SUFFIX)) continue;
    const key = relative(root, path).slice(0, -SUFFIX.length).replaceAll(sep, "/");
    if (!isObjectKey(key)) continue;
    const found = await stat(path).catch(nullWhenMissing);
    if (found === null || found.size < trailerBytes) continue;
    yield { key, size: found.size - trailerBytes, modifiedAt: found.mtime };
  }
}
