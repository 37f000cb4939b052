import { type Entry, fromBuffer, type ZipFile } from "yauzl";
import { ParleyError } from "#lib/core/errors.ts";
import { MAX_INFLATED_BYTES, MAX_RATIO, MAX_ZIP_ENTRIES, MIN_BYTES_FOR_RATIO } from "../files/limits.ts";

export type Zip = {
  names: string[];
  /** Inflates an entry; null if there is none. Its declared size is enforced. */
  readText(name: string): Promise<string | null>;
  /**
   * Inflates every entry once.
   * @throws ParleyError invalid when one does not match the directory, or XML has a DOCTYPE
   */
  check(): Promise<void>;
};

const DAMAGED = "The file is damaged and can't be unpacked. Save it again and re-upload it.";
const TOO_LARGE = "The file is too large when unpacked. Split it into smaller files.";
const ENCRYPTED = "The file is password-protected. Save it without a password and re-upload it.";
const MALFORMED = "The file is not a valid Office file. Save it again in an Office program and re-upload it.";

/** In the general purpose flags (APPNOTE 6.3, 4.4.4). */
const IS_ENCRYPTED = 0x1 | 0x40;
/** The upper half of the external attributes is a Unix mode; this type means a symbolic link. */
const TYPE = 0o170_000;
const LINK = 0o120_000;
/** Size of a local header without the name. */
const HEADER_BYTES = 30;

/**
 * Reads the directory of a zip file before inflating anything.
 * @throws ParleyError invalid when it is damaged, encrypted, malformed or a zip bomb
 */
export async function openZip(bytes: Uint8Array): Promise<Zip> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { file, entries } = await readDirectory(buffer).catch((error: unknown) => {
    throw toParleyError(error);
  });
  return {
    names: [...entries.keys()],
    async readText(name) {
      const entry = entries.get(name);
      return entry ? inflate(file, entry, true) : null;
    },
    async check() {
      for (const [name, entry] of entries) {
        const isXml = /\.(?:xml|rels|vml)$/i.test(name);
        const text = await inflate(file, entry, isXml);
        if (isXml && /<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new ParleyError("invalid", MALFORMED);
      }
    },
  };
}

const toParleyError = (error: unknown) =>
  error instanceof ParleyError ? error : new ParleyError("invalid", isNameError(error) ? MALFORMED : DAMAGED);

/** The library rejects absolute names and names that lead to a parent folder. */
const isNameError = (error: unknown) =>
  error instanceof Error && /absolute path|relative path|invalid characters/.test(error.message);

function readDirectory(buffer: Buffer): Promise<{ file: ZipFile; entries: Map<string, Entry> }> {
  return new Promise((resolve, reject) => {
    fromBuffer(buffer, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, file) => {
      if (error) return reject(error);
      const entries = new Map<string, Entry>();
      let [packed, inflated] = [0, 0];
      file.on("entry", (entry: Entry) => {
        packed += entry.compressedSize;
        inflated += entry.uncompressedSize;
        const isBomb = inflated > MIN_BYTES_FOR_RATIO && inflated > MAX_RATIO * packed;
        if (entries.size >= MAX_ZIP_ENTRIES || inflated > MAX_INFLATED_BYTES || isBomb) {
          return reject(new ParleyError("invalid", TOO_LARGE));
        }
        if (entry.generalPurposeBitFlag & IS_ENCRYPTED) return reject(new ParleyError("invalid", ENCRYPTED));
        const mode = entry.externalFileAttributes >>> 16;
        if ((mode & TYPE) === LINK || entries.has(entry.fileName)) {
          return reject(new ParleyError("invalid", MALFORMED));
        }
        entries.set(entry.fileName, entry);
        file.readEntry();
      });
      file.on("end", () =>
        hasOverlap([...entries.values()])
          ? reject(new ParleyError("invalid", MALFORMED))
          : resolve({ file, entries }),
      );
      file.on("error", reject);
      file.readEntry();
    });
  });
}

/** Overlapping entries let a small file inflate enormously (Fifield, "A better zip bomb", WOOT 2019). */
function hasOverlap(entries: Entry[]): boolean {
  const sorted = entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  return sorted.some((entry, at) => {
    const next = sorted[at + 1];
    const end = entry.relativeOffsetOfLocalHeader + HEADER_BYTES + entry.compressedSize;
    return next !== undefined && end > next.relativeOffsetOfLocalHeader;
  });
}

/** @param isKept whether to return the text, or only check that it inflates to its declared size */
function inflate(file: ZipFile, entry: Entry, isKept: boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    file.openReadStream(entry, async (error, stream) => {
      if (error) return reject(toParleyError(error));
      try {
        const parts: Buffer[] = [];
        for await (const part of stream) if (isKept) parts.push(part as Buffer);
        resolve(Buffer.concat(parts).toString("utf8"));
      } catch (failure) {
        reject(toParleyError(failure));
      }
    });
  });
}
