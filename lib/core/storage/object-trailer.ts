/**
 * The local driver keeps an object in one file, so that content and content type change together: first the
 * bytes, then a trailer of this many bytes. The fixed length gives a listing the object's size without
 * opening it. It is at the end so that the file begins as its type requires, and a truncated file has no
 * trailer.
 */
export const trailerBytes = 256;

export function writeTrailer(size: number, contentType: string): Buffer {
  const trailer = Buffer.alloc(trailerBytes, " ");
  trailer.write(`\n${JSON.stringify({ parley: 1, size, contentType })}`, "latin1");
  return trailer;
}

/** @returns null if the object is truncated, padded or was written by another program */
export function readTrailer(file: Buffer): { bytes: Buffer; contentType: string } | null {
  const size = file.length - trailerBytes;
  if (size < 0) return null;
  try {
    const trailer = JSON.parse(file.toString("latin1", size));
    if (trailer.parley !== 1 || trailer.size !== size || typeof trailer.contentType !== "string") return null;
    return { bytes: file.subarray(0, size), contentType: trailer.contentType };
  } catch {
    return null;
  }
}
