export const maxObjectBytes = 64 * 1024 * 1024;

/** Lowercase only, because some file systems treat `A` and `a` as one file. No segment begins with a dot. */
const segment = /^[a-z0-9][a-z0-9._-]{0,99}$/;
const MAX_LENGTH = 500;

/**
 * Keys consist of `/`-separated segments of `a-z 0-9 . _ -`. Each segment begins with a letter or digit and
 * has at most 100 characters; a key has at most 500. They need no escaping in a path, a URL or XML.
 */
export function isObjectKey(key: string): boolean {
  return key.length <= MAX_LENGTH && key.split("/").every((part) => segment.test(part));
}

/** @throws TypeError */
export function checkObjectKey(key: string): void {
  if (!isObjectKey(key)) throw new TypeError(`Invalid object key: ${JSON.stringify(key).slice(0, 120)}.`);
}

/** Printable ASCII fits a header, and the length fits the trailer: `text/html; charset=utf-8`. */
const type = /^[\x21-\x7e][\x20-\x7e]{0,99}$/;

/** @throws TypeError */
export function checkContentType(contentType: string): void {
  if (!type.test(contentType))
    throw new TypeError(`Invalid content type: ${JSON.stringify(contentType).slice(0, 120)}.`);
}
