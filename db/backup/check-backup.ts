import { ParleyError } from "#lib/core/errors.ts";
import { isObjectKey } from "#lib/core/storage/object-key.ts";
import { SetDigest } from "./digest.ts";
import {
  FORMAT,
  type Header,
  header as headerSchema,
  type Trailer,
  trailer as trailerSchema,
} from "./manifest.ts";
import { readArchive } from "./read-archive.ts";

export const HEADER = "header.json";
export const TRAILER = "trailer.json";
export const TABLES = "tables/";
export const OBJECTS = "objects/";

/** `tables/platform.rooms/000001` → `platform.rooms` */
export function tableOf(name: string): string | null {
  return name.startsWith(TABLES) ? (name.slice(TABLES.length).split("/", 1)[0] ?? null) : null;
}

export type CheckedBackup = { header: Header; trailer: Trailer; keys: Set<string> };

/**
 * Reads a backup to its end and compares everything with its hashes, so that a damaged one is refused before
 * anything is changed. `keys` are those of its objects.
 * @throws ParleyError invalid
 */
export async function checkBackup(file: string): Promise<CheckedBackup> {
  const damaged = () =>
    new ParleyError("invalid", `${file} is damaged: its content differs from its hashes.`);
  const digests = new Map<string, SetDigest>();
  const objects = new SetDigest();
  const keys = new Set<string>();
  let bytes = 0;
  let header: Header | null = null;
  let trailer: Trailer | null = null;
  for await (const entry of readArchive(file)) {
    if (!header) {
      header = readHeader(entry.name, entry.bytes, file);
      continue;
    }
    if (trailer) throw damaged();
    const table = tableOf(entry.name);
    if (entry.name === TRAILER) trailer = trailerSchema.safeParse(parse(entry.bytes)).data ?? null;
    else if (table !== null) {
      const digest = digests.get(table) ?? new SetDigest();
      digests.set(table, digest);
      digest.addRows(entry.bytes);
    } else {
      const key = entry.name.slice(OBJECTS.length);
      if (!entry.name.startsWith(OBJECTS) || !isObjectKey(key)) throw damaged();
      objects.add(objectIdentity(key, entry.contentType), entry.bytes);
      keys.add(key);
      bytes += entry.bytes.length;
    }
  }
  if (!header) throw new ParleyError("invalid", `${file} is empty.`);
  if (!trailer) throw new ParleyError("invalid", `${file} is cut off: its end is missing.`);
  const areTablesWhole = header.tables.every(({ name }) => {
    const digest = digests.get(name) ?? new SetDigest();
    const expected = trailer?.tables[name];
    return expected?.rows === digest.count && expected.hash === digest.hash;
  });
  const expected = trailer.objects ?? { count: 0, bytes: 0, hash: new SetDigest().hash };
  const areObjectsWhole =
    expected.count === objects.count && expected.bytes === bytes && expected.hash === objects.hash;
  const isListed = [...digests.keys()].every((name) => header?.tables.some((table) => table.name === name));
  if (!areTablesWhole || !areObjectsWhole || !isListed) throw damaged();
  return { header, trailer, keys };
}

/** An object's hash covers its name and type. */
export function objectIdentity(key: string, contentType: string): string {
  return `${key}\n${contentType}\n`;
}

function readHeader(name: string, bytes: Buffer, file: string): Header {
  const content = name === HEADER ? parse(bytes) : null;
  const format = (content as { format?: unknown } | null)?.format;
  if (typeof format !== "number") throw new ParleyError("invalid", `${file} is not a backup of Parley.`);
  if (format > FORMAT)
    throw new ParleyError(
      "invalid",
      `${file} has format ${format}, and this release reads formats up to ${FORMAT}. Use a newer release.`,
    );
  const parsed = headerSchema.safeParse(content);
  if (!parsed.success) throw new ParleyError("invalid", `${file} is damaged: its first part cannot be read.`);
  return parsed.data;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return null;
  }
}
