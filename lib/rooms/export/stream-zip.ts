import { Readable } from "node:stream";
import { ZipFile } from "yazl";

/** A file of an archive. Its content is asked for when the files before it have been written. */
export type ZipEntry = {
  name: string;
  at: Date;
  /** Whether packing is worth it; pictures are packed already. */
  isText: boolean;
  content: AsyncIterable<string | Uint8Array>;
};

/**
 * Packs files one after the other while the archive is read, so that memory holds one piece at a time. If an
 * entry fails, so does the archive: a reader never takes a part for the whole.
 */
export async function* streamZip(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const ended = new AbortController();
  zip.on("error", (error) => output.destroy(error));
  const fill = async () => {
    for await (const entry of entries) await add(zip, entry, ended.signal);
    zip.end();
  };
  void fill().catch((error: unknown) => output.destroy(error as Error));
  try {
    yield* output;
  } finally {
    ended.abort(new Error("The archive is no longer read."));
  }
}

/** Resolves when the entry has been packed. */
function add(zip: ZipFile, { name, at, isText, content }: ZipEntry, ended: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    ended.throwIfAborted();
    const source = Readable.from(content, { objectMode: false });
    const stop = () => source.destroy(ended.reason as Error);
    ended.addEventListener("abort", stop, { once: true });
    source
      .once("error", reject)
      .once("end", resolve)
      .once("close", () => ended.removeEventListener("abort", stop));
    zip.addReadStreamLazy(name, { mtime: at, mode: 0o100_644, compress: isText }, (give) =>
      give(null, source),
    );
  });
}
