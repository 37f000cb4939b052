/**
 * The local driver keeps an object in one file, so that content and content type change together: the bytes, then this
 * many that say what they are. Of one length, so that a listing knows an object's size without opening it; at the end,
 * so that a file's beginning looks as its type demands and a file cut short has lost it.
 */
export const trailerBytes = 256;

export function writeTrailer(size: number, contentType: string): Buffer {
  const trailer = Buffer.alloc(trailerBytes, " ");
  trailer.write(`\n${JSON.stringify({ parley: 1, size, contentType })}`, "latin1");
  return trailer;
}

/** @returns null for what is not a whole object: cut short, padded, or made by someone else. */
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
