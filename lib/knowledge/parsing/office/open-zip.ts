import { type Entry, fromBuffer, type ZipFile } from "yauzl";
import { ParleyError } from "#lib/core/errors.ts";
import { MAX_INFLATED_BYTES, MAX_RATIO, MAX_ZIP_ENTRIES, RATIO_MATTERS_FROM } from "../files/limits.ts";

export type Zip = {
  names: string[];
  /** The inflated text of an entry, or null where there is none. Its declared size is enforced. */
  readText(name: string): Promise<string | null>;
  /** Inflates every entry once. @throws ParleyError invalid where one is not what the directory says, or XML has a DOCTYPE */
  check(): Promise<void>;
};

const DAMAGED = "The file is damaged and cannot be unpacked. Save it again and re-upload it.";
const TOO_LARGE = "The file is too large when unpacked. Split it into smaller files.";
const ENCRYPTED = "The file is password-protected. Save it without a password and re-upload it.";
const MADE_BY_HAND =
  "The file is not a valid Office file. Save it again in an Office program and re-upload it.";

/** In the general purpose flags (APPNOTE 6.3, 4.4.4). */
const IS_ENCRYPTED = 0x1 | 0x40;
/** The upper half of the external attributes is a Unix mode; this type is that of symbolic links. */
const TYPE = 0o170_000;
const LINK = 0o120_000;
/** A local header takes 30 bytes and its name. */
const HEADER_BYTES = 30;

/**
 * Reads the directory of a zip file, before anything is inflated.
 * @throws ParleyError invalid when it is damaged, protected, deceptive, or would inflate beyond measure
 */
export async function openZip(bytes: Uint8Array): Promise<Zip> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { file, entries } = await readDirectory(buffer).catch((error: unknown) => {
    throw asRefusal(error);
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
        if (isXml && /<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new ParleyError("invalid", MADE_BY_HAND);
      }
    },
  };
}

const asRefusal = (error: unknown) =>
  error instanceof ParleyError
    ? error
    : new ParleyError("invalid", isAboutNames(error) ? MADE_BY_HAND : DAMAGED);

/** The library refuses absolute names and those that lead upwards. */
const isAboutNames = (error: unknown) =>
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
        const isBomb = inflated > RATIO_MATTERS_FROM && inflated > MAX_RATIO * packed;
        if (entries.size >= MAX_ZIP_ENTRIES || inflated > MAX_INFLATED_BYTES || isBomb) {
          return reject(new ParleyError("invalid", TOO_LARGE));
        }
        if (entry.generalPurposeBitFlag & IS_ENCRYPTED) return reject(new ParleyError("invalid", ENCRYPTED));
        const mode = entry.externalFileAttributes >>> 16;
        if ((mode & TYPE) === LINK || entries.has(entry.fileName)) {
          return reject(new ParleyError("invalid", MADE_BY_HAND));
        }
        entries.set(entry.fileName, entry);
        file.readEntry();
      });
      file.on("end", () =>
        overlap([...entries.values()])
          ? reject(new ParleyError("invalid", MADE_BY_HAND))
          : resolve({ file, entries }),
      );
      file.on("error", reject);
      file.readEntry();
    });
  });
}

/** Entries that share their bytes make a small file inflate without end (Fifield, "A better zip bomb", WOOT 2019). */
function overlap(entries: Entry[]): boolean {
  const sorted = entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  return sorted.some((entry, at) => {
    const next = sorted[at + 1];
    const end = entry.relativeOffsetOfLocalHeader + HEADER_BYTES + entry.compressedSize;
    return next !== undefined && end > next.relativeOffsetOfLocalHeader;
  });
}

/** @param isKept whether its text is wanted, or only that it inflates to what it says */
function inflate(file: ZipFile, entry: Entry, isKept: boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    file.openReadStream(entry, async (error, stream) => {
      if (error) return reject(asRefusal(error));
      try {
        const parts: Buffer[] = [];
        for await (const part of stream) if (isKept) parts.push(part as Buffer);
        resolve(Buffer.concat(parts).toString("utf8"));
      } catch (failure) {
        reject(asRefusal(failure));
      }
    });
  });
}
