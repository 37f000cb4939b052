import { hash } from "node:crypto";

const NEWLINE = 10;
const LANES = 8;

/**
 * A hash of a set: the SHA-256 of each member, added up in eight lanes of 32 bits. It does not depend on the
 * order, because databases with other collations sort the same rows differently. It finds damage; it does not
 * withstand someone who forges a backup.
 */
export class SetDigest {
  #lanes = new Uint32Array(LANES);
  count = 0;

  add(...parts: (Uint8Array | string)[]): void {
    const whole = parts.length === 1 ? parts[0] : Buffer.concat(parts.map((part) => Buffer.from(part)));
    const digest = hash("sha256", whole ?? "", "buffer");
    for (let lane = 0; lane < LANES; lane += 1)
      this.#lanes[lane] = (this.#lanes[lane] ?? 0) + digest.readUInt32BE(lane * 4);
    this.count += 1;
  }

  /** Adds each line of COPY's text format, in which a row is one line. */
  addRows(rows: Buffer): void {
    let from = 0;
    while (from < rows.length) {
      const to = rows.indexOf(NEWLINE, from);
      const end = to < 0 ? rows.length : to;
      this.add(rows.subarray(from, end));
      from = end + 1;
    }
  }

  get hash(): string {
    return [...this.#lanes].map((lane) => lane.toString(16).padStart(8, "0")).join("");
  }
}

/** Joins pieces into chunks of at least `size` bytes (except the last) that end at the end of a row. */
export async function* rowChunks(pieces: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    waiting.push(piece);
    bytes += piece.length;
    if (bytes < size) continue;
    const whole = Buffer.concat(waiting);
    const end = whole.lastIndexOf(NEWLINE) + 1;
    if (end > 0) yield whole.subarray(0, end);
    waiting = end < whole.length ? [whole.subarray(end)] : [];
    bytes = whole.length - end;
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}
