import { ParleyError } from "../errors.ts";
import type { ObjectEntry } from "./object-store.ts";

export type S3Page = { entries: ObjectEntry[]; next: string | null };

/**
 * Reads one page of ListObjectsV2 (docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html).
 * @throws ParleyError `unavailable` for anything else, such as a proxy's page, which would look like an empty
 *   bucket
 */
export async function readS3Page(xml: Buffer): Promise<S3Page> {
  const root = await parse(xml);
  if (root?.localName !== "ListBucketResult") throw unreadable();
  const entries = children(root, "Contents").map((item) => ({
    key: text(item, "Key"),
    size: Number(text(item, "Size")),
    modifiedAt: new Date(text(item, "LastModified")),
  }));
  const next = text(root, "NextContinuationToken");
  if (text(root, "IsTruncated") === "true" && next === "") throw unreadable();
  return { entries, next: next === "" ? null : next };
}

/** `NoSuchKey`, `AccessDenied`, …; empty if the answer is not from S3. */
export async function readS3ErrorCode(xml: Buffer): Promise<string> {
  const root = await parse(xml).catch(() => null);
  return root?.localName === "Error" ? text(root, "Code") : "";
}

async function parse(xml: Buffer): Promise<Element | null> {
  const { DOMParser } = await import("@xmldom/xmldom");
  const fail = () => {
    throw unreadable();
  };
  const parser = new DOMParser({ errorHandler: { warning: fail, error: fail, fatalError: fail } });
  return xml.length === 0 ? null : parser.parseFromString(xml.toString(), "text/xml")?.documentElement;
}

function children(parent: Element, name: string): Element[] {
  return Array.from(parent.childNodes).filter(
    (node): node is Element => (node as Element).localName === name,
  );
}

function text(parent: Element, name: string): string {
  return children(parent, name)[0]?.textContent ?? "";
}

function unreadable(): ParleyError {
  return new ParleyError("unavailable", "The file storage returned an invalid file list.");
}
