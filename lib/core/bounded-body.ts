import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress, createUnzip } from "node:zlib";
import { ParleyError } from "./errors.ts";

const decoders = {
  gzip: createUnzip,
  "x-gzip": createUnzip,
  deflate: createUnzip,
  br: createBrotliDecompress,
};

/**
 * Reads and decodes a whole body. The limit applies to the announced length, and to decoded bytes as they
 * arrive, so that a decompression bomb stops after `maxBytes`.
 * @throws ParleyError `too_large` (its details contain the number of bytes `received`), `unprocessable` for
 *   an unknown encoding or broken data
 */
export async function readBounded(
  body: Readable,
  given: { encoding: string; length: string; maxBytes: number; signal: AbortSignal },
): Promise<Buffer> {
  const encoding = given.encoding.trim().toLowerCase();
  const isPlain = encoding === "" || encoding === "identity";
  if (!isPlain && !Object.hasOwn(decoders, encoding)) throw undecodable();
  if (Number(given.length) > given.maxBytes) throw tooLarge(given.maxBytes, 0);

  const pieces: Buffer[] = [];
  let total = 0;
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const piece of source) {
      total += piece.length;
      if (total > given.maxBytes) throw tooLarge(given.maxBytes, total);
      pieces.push(piece);
    }
  };
  try {
    if (isPlain) await pipeline(body, collect, { signal: given.signal });
    else
      await pipeline(body, decoders[encoding as keyof typeof decoders](), collect, { signal: given.signal });
  } catch (error) {
    throw isZlibError(error) ? undecodable() : error;
  }
  return Buffer.concat(pieces, total);
}

function tooLarge(maxBytes: number, received: number): ParleyError {
  const limit = maxBytes.toLocaleString("en");
  return new ParleyError("too_large", `The response is too large. The limit is ${limit} bytes.`, {
    received,
  });
}

function undecodable(): ParleyError {
  return new ParleyError("unprocessable", "The response uses an unsupported compression.");
}

function isZlibError(error: unknown): boolean {
  return /^(Z_|ERR__ERROR_|ERR_BROTLI)/.test((error as NodeJS.ErrnoException | null)?.code ?? "");
}
