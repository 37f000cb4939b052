export type S3Access = {
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Puts the bucket's name in the path instead of the host. */
  forcePathStyle: boolean;
};

type Unsigned = {
  method: string;
  key?: string | undefined;
  query?: Record<string, string> | undefined;
  body?: Uint8Array | undefined;
  contentType?: string | undefined;
};

/**
 * Signs with AWS Signature Version 4 (docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html).
 * The signature includes the body's hash, so a server stores the complete, unchanged body or refuses it.
 */
export async function signS3Request(
  access: S3Access,
  { method, key = "", query = {}, body = new Uint8Array(), contentType }: Unsigned,
  now: Date,
): Promise<{ url: string; headers: Headers }> {
  // Loaded on first use: most instances keep their files on disk.
  const { AwsV4Signer } = await import("aws4fetch");
  const hash = await crypto.subtle.digest("SHA-256", body as Uint8Array<ArrayBuffer>);
  const signer = new AwsV4Signer({
    service: "s3",
    region: access.region,
    accessKeyId: access.accessKeyId,
    secretAccessKey: access.secretAccessKey,
    method,
    url: addressOf(access, key, query),
    headers: {
      "x-amz-content-sha256": Buffer.from(hash).toString("hex"),
      ...(contentType ? { "content-type": contentType } : {}),
    },
    datetime: now.toISOString().replace(/[:-]|\.\d{3}/g, ""),
  });
  const { url, headers } = await signer.sign();
  return { url: url.href, headers };
}

function addressOf(
  { endpoint, bucket, forcePathStyle }: S3Access,
  key: string,
  query: Record<string, string>,
) {
  const url = new URL(endpoint);
  const before = url.pathname.replace(/\/+$/, "");
  if (!forcePathStyle) url.host = `${bucket}.${url.host}`;
  // The bucket's URL has no trailing slash, because some servers sign it without one.
  url.pathname = [before, ...(forcePathStyle ? [bucket] : []), ...(key === "" ? [] : [key])].join("/");
  url.search = new URLSearchParams(query).toString();
  return url.href;
}
