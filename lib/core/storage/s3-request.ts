import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { readBounded } from "../bounded-body.ts";
import { ParleyError } from "../errors.ts";
import { errorFields, log } from "../log.ts";
import { trustedFetch } from "../trusted-fetch.ts";
import { readS3ErrorCode } from "./read-s3-xml.ts";
import { type S3Access, signS3Request } from "./sign-s3-request.ts";

export type S3Limits = {
  /** Longest silence before the answer and between its pieces. An upload gets more time. */
  silenceMs: number;
  /** Total for all attempts. */
  totalMs: number;
  attempts: number;
  /** Delay before the second attempt. It doubles for each further attempt. */
  pauseMs: number;
};

export type S3Request = {
  method: "GET" | "PUT" | "DELETE";
  /** Absent: the bucket itself. */
  key?: string;
  query?: Record<string, string>;
  body?: Uint8Array;
  contentType?: string;
  maxBytes: number;
};

/** S3's error code, if there is one: `NoSuchKey`. */
export type S3Answer = { status: number; contentType: string; body: Buffer; code: string };

/** The slowest supported connection sends this much in a second. */
const SLOWEST_BYTES_A_SECOND = 1_000_000;

/**
 * Sends a request, and repeats it if the server fails or is silent. All S3 requests here are safe to repeat.
 * @returns answers 2xx and 404
 * @throws ParleyError `unavailable`, within `totalMs`
 */
export async function sendS3Request(
  access: S3Access,
  request: S3Request,
  limits: S3Limits,
): Promise<S3Answer> {
  const deadline = AbortSignal.timeout(limits.totalMs);
  for (let attempt = 1; ; attempt++) {
    const signed = await signS3Request(access, request, new Date());
    const outcome = await attemptS3Request(signed, request, limits.silenceMs, deadline).catch((error) => {
      if (error instanceof ParleyError) throw error;
      return errorFields(error);
    });
    const isAnswer = "status" in outcome;
    if (isAnswer && (outcome.status < 300 || outcome.status === 404)) return outcome;
    const isPassing = !isAnswer || outcome.status >= 500 || outcome.status === 429;
    if (!isPassing || attempt >= limits.attempts || deadline.aborted) {
      const { method } = request;
      const fields = isAnswer ? { status: outcome.status, code: outcome.code } : outcome;
      log().error({ method, ...fields }, "the S3 server failed");
      throw isPassing ? silent() : new ParleyError("unavailable", "The file storage refused the request.");
    }
    const pause = limits.pauseMs * 2 ** (attempt - 1) * (0.5 + Math.random());
    await sleep(pause, undefined, { signal: deadline }).catch(() => {
      throw silent();
    });
  }
}

async function attemptS3Request(
  signed: { url: string; headers: Headers },
  { method, body, maxBytes }: S3Request,
  silenceMs: number,
  deadline: AbortSignal,
): Promise<S3Answer> {
  const silence = new AbortController();
  const uploadMs = ((body?.length ?? 0) / SLOWEST_BYTES_A_SECOND) * 1000;
  const timer = setTimeout(() => silence.abort(), silenceMs + uploadMs);
  const signal = AbortSignal.any([silence.signal, deadline]);
  try {
    const response = await trustedFetch(signed.url, {
      method,
      headers: signed.headers,
      body: body as BodyInit | undefined,
      signal,
    });
    const pieces = Readable.from(listen(response.body, () => timer.refresh()));
    const answer = await readBounded(pieces, {
      encoding: "",
      length: response.headers.get("content-length") ?? "",
      maxBytes,
      signal,
    });
    return {
      status: response.status,
      contentType: response.headers.get("content-type") ?? "application/octet-stream",
      body: answer,
      code: response.ok ? "" : await readS3ErrorCode(answer),
    };
  } finally {
    clearTimeout(timer);
    // Discards an answer that was not fully read.
    silence.abort();
  }
}

async function* listen(body: ReadableStream<Uint8Array> | null, heard: () => void) {
  if (body === null) return;
  for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
    heard();
    yield piece;
  }
}

function silent(): ParleyError {
  return new ParleyError("unavailable", "The file storage is not responding.");
}
