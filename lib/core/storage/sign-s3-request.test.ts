import { expect, test } from "vitest";
import { signS3Request } from "./sign-s3-request.ts";

/** Example keys and signatures of docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html. */
const access = {
  endpoint: "https://s3.amazonaws.com",
  region: "us-east-1",
  bucket: "examplebucket",
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  forcePathStyle: false,
};
const then = new Date("2013-05-24T00:00:00Z");

test.each([
  [
    "a listing",
    { "max-keys": "2", prefix: "J" },
    "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
  ],
  ["a subresource", { lifecycle: "" }, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"],
])("signs %s as Amazon's documentation does", async (_, query, signature) => {
  const { url, headers } = await signS3Request(access, { method: "GET", query }, then);
  expect(new URL(url).host).toBe("examplebucket.s3.amazonaws.com");
  expect(headers.get("authorization")).toBe(
    `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=${signature}`,
  );
});

test.each([
  ["https://s3.test", false, "https://examplebucket.s3.test/a/b"],
  ["https://s3.test:9000/", true, "https://s3.test:9000/examplebucket/a/b"],
  ["https://s3.test/gate/", true, "https://s3.test/gate/examplebucket/a/b"],
  ["http://[::1]:9000", true, "http://[::1]:9000/examplebucket/a/b"],
])("%s, path style %s: %s", async (endpoint, forcePathStyle, expected) => {
  const { url } = await signS3Request(
    { ...access, endpoint, forcePathStyle },
    { method: "GET", key: "a/b" },
    then,
  );
  expect(url).toBe(expected);
});

test("the bucket itself ends without a slash", async () => {
  const address = async (forcePathStyle: boolean) =>
    (await signS3Request({ ...access, forcePathStyle }, { method: "GET", query: { prefix: "a/" } }, then))
      .url;
  expect(await address(true)).toBe("https://s3.amazonaws.com/examplebucket?prefix=a%2F");
  expect(await address(false)).toBe("https://examplebucket.s3.amazonaws.com/?prefix=a%2F");
});

test("the body's hash is signed", async () => {
  const sign = async (body: string) =>
    (await signS3Request(access, { method: "PUT", key: "a", body: Buffer.from(body) }, then)).headers;
  expect((await sign("Welcome to Amazon S3.")).get("x-amz-content-sha256")).toBe(
    "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
  );
  expect((await sign("one")).get("authorization")).not.toBe((await sign("two")).get("authorization"));
});
