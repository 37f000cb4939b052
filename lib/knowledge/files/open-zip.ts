import { type Entry, fromBuffer, type ZipFile } from "yauzl";
import { ParleyError } from "#lib/core/errors.ts";

const MAX_ENTRIES = 5_000;
const MAX_INFLATED_BYTES = 200_000_000;
/** Text compresses to a tenth, empty tables to a hundredth; what goes beyond is made to do harm. */
const MAX_RATIO = 200;
const RATIO_MATTERS_FROM = 10_000_000;

export type Zip = {
  names: string[];
  /** The inflated text of an entry, or null where there is none. Its declared size is enforced. */
  readText(name: string): Promise<string | null>;
};

/**
 * Reads the directory of a zip file, before anything is inflated.
 * @throws ParleyError invalid when it is damaged or would inflate beyond measure
 */
export async function openZip(bytes: Uint8Array): Promise<Zip> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { file, entries } = await readDirectory(buffer).catch((error: unknown) => {
    throw error instanceof ParleyError
      ? error
      : new ParleyError("invalid", "The file is damaged: it cannot be unpacked.");
  });
  return {
    names: [...entries.keys()],
    async readText(name) {
      const entry = entries.get(name);
      return entry ? inflate(file, entry) : null;
    },
  };
}

function readDirectory(buffer: Buffer): Promise<{ file: ZipFile; entries: Map<string, Entry> }> {
  return new Promise((resolve, reject) => {
    fromBuffer(buffer, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, file) => {
      if (error) return reject(error);
      const entries = new Map<string, Entry>();
      let [packed, inflated] = [0, 0];
      file.on("entry", (entry: Entry) => {
        packed += entry.compressedSize;
        inflated += entry.uncompressedSize;
        const isBomb = inflated > RATIO_MATTERS_FROM && inflated > MAX_RATIO * packed;
        if (entries.size >= MAX_ENTRIES || inflated > MAX_INFLATED_BYTES || isBomb) {
          return reject(
            new ParleyError("invalid", "The file would unpack to far more than a document holds."),
          );
        }
        entries.set(entry.fileName, entry);
        file.readEntry();
      });
      file.on("end", () => resolve({ file, entries }));
      file.on("error", reject);
      file.readEntry();
    });
  });
}

function inflate(file: ZipFile, entry: Entry): Promise<string> {
  return new Promise((resolve, reject) => {
    file.openReadStream(entry, async (error, stream) => {
      if (error) return reject(error);
      try {
        const parts: Buffer[] = [];
        for await (const part of stream) parts.push(part as Buffer);
        resolve(Buffer.concat(parts).toString("utf8"));
      } catch (failure) {
        reject(failure);
      }
    });
  });
}
