import { ParleyError } from "../errors.ts";
import { log } from "../log.ts";
import { checkContentType, checkObjectKey, isObjectKey, maxObjectBytes } from "./object-key.ts";
import type { ObjectEntry, ObjectStore } from "./object-store.ts";
import { readS3Page } from "./read-s3-xml.ts";
import { type S3Answer, type S3Limits, type S3Request, sendS3Request } from "./s3-request.ts";
import type { S3Access } from "./sign-s3-request.ts";

const usualLimits: S3Limits = { silenceMs: 15_000, totalMs: 120_000, attempts: 3, pauseMs: 200 };
const PING_MS = 5_000;
const PAGE = 1_000;
/** A page of keys of the maximum length has 1 MB. */
const LISTING_BYTES = 4 * 1024 * 1024;
const ANSWER_BYTES = 64 * 1024;
const DELETIONS_AT_ONCE = 8;

/** Stores objects in a bucket of any S3-compatible server. Atomic and durable writes depend on the server. */
export function createS3Store(access: S3Access, limits: S3Limits = usualLimits): ObjectStore {
  const send = (request: S3Request, within = limits) => sendS3Request(access, request, within);
  const listPage = (prefix: string, token: string | null, size = PAGE, within = limits) =>
    send(
      {
        method: "GET",
        query: {
          "list-type": "2",
          "max-keys": String(size),
          ...(prefix === "" ? {} : { prefix: `${prefix}/` }),
          ...(token === null ? {} : { "continuation-token": token }),
        },
        maxBytes: LISTING_BYTES,
      },
      within,
    ).then((answer) => readS3Page(found(answer).body));

  async function* list(prefix: string): AsyncGenerator<ObjectEntry> {
    if (prefix !== "") checkObjectKey(prefix);
    let token: string | null = null;
    do {
      const page = await listPage(prefix, token);
      // Other programs may store objects in the bucket under names that are not our keys.
      yield* page.entries.filter(({ key }) => isObjectKey(key));
      if (page.next !== null && page.next === token) throw circular();
      token = page.next;
    } while (token !== null);
  }

  async function remove(key: string): Promise<void> {
    checkObjectKey(key);
    const answer = await send({ method: "DELETE", key, maxBytes: ANSWER_BYTES });
    if (!isMissing(answer)) found(answer);
  }

  return {
    async put(key, bytes, { contentType }) {
      checkObjectKey(key);
      checkContentType(contentType);
      if (bytes.length > maxObjectBytes)
        throw new ParleyError("too_large", `The file is too large. The limit is ${maxObjectBytes} bytes.`);
      found(await send({ method: "PUT", key, body: bytes, contentType, maxBytes: ANSWER_BYTES }));
    },

    async get(key) {
      checkObjectKey(key);
      const answer = await send({ method: "GET", key, maxBytes: maxObjectBytes });
      if (isMissing(answer)) return null;
      const { body, contentType } = found(answer);
      return { bytes: body, contentType };
    },

    delete: remove,

    async deletePrefix(prefix) {
      checkObjectKey(prefix);
      // Deletes one by one, because some servers lack DeleteObjects or require a different checksum.
      let batch: Promise<void>[] = [];
      for await (const { key } of list(prefix)) {
        batch.push(remove(key));
        if (batch.length < DELETIONS_AT_ONCE) continue;
        await Promise.all(batch);
        batch = [];
      }
      await Promise.all(batch);
    },

    list,

    async ping() {
      await listPage("", null, 1, { ...limits, attempts: 1, totalMs: Math.min(PING_MS, limits.totalMs) });
    },
  };
}

function isMissing({ status, code }: S3Answer): boolean {
  return status === 404 && code === "NoSuchKey";
}

/** Any other 404 does not mean a missing object: the bucket is missing, or the server is not S3. */
function found(answer: S3Answer): S3Answer {
  if (answer.status !== 404) return answer;
  log().error({ status: answer.status, code: answer.code }, "the S3 bucket does not exist");
  throw new ParleyError("unavailable", "The file storage bucket does not exist.");
}

function circular(): ParleyError {
  return new ParleyError("unavailable", "The file storage keeps returning the same part of its file list.");
}
