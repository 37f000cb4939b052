import { createWriteStream } from "node:fs";
import { link, open, unlink } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { pack } from "tar-stream";
import { ParleyError } from "#lib/core/errors.ts";

export type ArchiveWriter = {
  /** Resolves when the archive has taken the file. */
  add(name: string, bytes: Uint8Array, contentType?: string): Promise<void>;
};

const GZIP_LEVEL = 4;
/** A record of its own in the tar archive, ignored by other programs. */
export const CONTENT_TYPE = "PARLEY.content-type";

/**
 * Writes a compressed tar archive. The file gets its name only when it is complete and flushed to disk.
 * @throws ParleyError conflict if the file exists, unavailable if the disk is full
 */
export async function writeArchive(
  file: string,
  fill: (archive: ArchiveWriter) => Promise<void>,
): Promise<void> {
  const partial = `${file}.partial`;
  const archive = pack();
  const gzip = createGzip({ level: GZIP_LEVEL });
  const writing = pipeline(archive, gzip, createWriteStream(partial, { mode: 0o600, flags: "wx" }));
  // Awaited below; a failure also ends what fills the archive.
  writing.catch((error: Error) => archive.destroy(error));
  try {
    const filling = fill({
      add: (name, bytes, contentType) =>
        new Promise((resolve, reject) => {
          const header = {
            name,
            mode: 0o600,
            pax: contentType ? { [CONTENT_TYPE]: contentType } : undefined,
          };
          const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
          archive.entry(header, content, (error) => (error ? reject(error) : resolve())).on("error", reject);
        }),
    });
    await Promise.race([filling, writing]);
    archive.finalize();
    await writing;
    await flush(partial);
    // Unlike a rename, this replaces nothing.
    await link(partial, file);
  } catch (error) {
    throw explain(error, file);
  } finally {
    archive.destroy();
    gzip.destroy();
    await writing.catch(() => undefined);
    await unlink(partial).catch(() => undefined);
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function explain(error: unknown, file: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? "";
  if (code === "EEXIST") return new ParleyError("conflict", `${file} or ${file}.partial exists already.`);
  if (["ENOSPC", "EDQUOT", "EFBIG"].includes(code))
    return new ParleyError("unavailable", `There is no room for the backup. ${file} was not written.`);
  if (["ENOENT", "EACCES", "EROFS", "ENOTDIR", "EISDIR"].includes(code))
    return new ParleyError("invalid", `${file} cannot be written (${code}).`);
  return error;
}
