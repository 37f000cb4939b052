import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Finds the vector of a text made beforehand, or null. */
export type KnownVectors = (text: string) => Float32Array | null;

const KEY_BYTES = 16;
const SCALE_BYTES = 4;

export const demoVectorsPath = join(process.cwd(), "db/demo/vectors.bin");

const keyOf = (text: string) => createHash("sha256").update(text).digest().subarray(0, KEY_BYTES);

/**
 * Packs unit vectors by the hash of their text: a line of JSON (model, dimensions), then for each text its
 * key, a float32 scale and one signed byte per dimension. Keeps cosines within 0.005 at a quarter of the
 * size.
 */
export function packVectors(model: string, entries: { text: string; vector: Float32Array }[]): Buffer {
  const dimensions = entries[0]?.vector.length ?? 0;
  const records = entries.map(({ text, vector }) => {
    const scale = Math.max(...vector.map(Math.abs)) / 127 || 1;
    const record = Buffer.alloc(KEY_BYTES + SCALE_BYTES + dimensions);
    keyOf(text).copy(record);
    record.writeFloatLE(scale, KEY_BYTES);
    for (const [i, value] of vector.entries()) {
      record.writeInt8(Math.round(value / scale), KEY_BYTES + SCALE_BYTES + i);
    }
    return record;
  });
  records.sort(Buffer.compare);
  return Buffer.concat([Buffer.from(`${JSON.stringify({ model, dimensions })}\n`), ...records]);
}

export function unpackVectors(packed: Buffer, model: string): KnownVectors {
  const headerEnd = packed.indexOf("\n") + 1;
  const header = JSON.parse(packed.toString("utf8", 0, headerEnd)) as { model: string; dimensions: number };
  if (header.model !== model) return () => null;
  const size = KEY_BYTES + SCALE_BYTES + header.dimensions;
  const places = new Map<string, number>();
  for (let at = headerEnd; at + size <= packed.length; at += size) {
    places.set(packed.toString("hex", at, at + KEY_BYTES), at);
  }
  return (text) => {
    const at = places.get(keyOf(text).toString("hex"));
    if (at === undefined) return null;
    const scale = packed.readFloatLE(at + KEY_BYTES);
    const values = packed.subarray(at + KEY_BYTES + SCALE_BYTES, at + size);
    return Float32Array.from(new Int8Array(values), (value) => value * scale);
  };
}

/** The demo's precomputed vectors; texts changed since, and those of another model, are not included. */
export function readDemoVectors(model: string): KnownVectors {
  return existsSync(demoVectorsPath) ? unpackVectors(readFileSync(demoVectorsPath), model) : () => null;
}
