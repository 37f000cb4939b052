import { expect, test } from "vitest";
import { urlFrontier } from "./url-frontier.ts";

const at = (path: string) => `https://a.example${path}`;
function drain(queue: ReturnType<typeof urlFrontier>) {
  const urls: string[] = [];
  for (let visit = queue.next(); visit; visit = queue.next()) urls.push(new URL(visit.url).pathname);
  return urls;
}

test("returns addresses in order without duplicates, even while more are added", () => {
  const queue = urlFrontier(100, 10);
  for (const path of ["/a", "/b", "/a"]) queue.add(at(path), 0);
  expect(queue.next()).toEqual({ url: at("/a"), depth: 0, hops: 0 });
  queue.add(at("/c"), 1);
  queue.add(at("/a"), 1);
  queue.addNext({ url: at("/d"), depth: 0, hops: 1 });
  queue.addNext({ url: at("/b"), depth: 0, hops: 1 });
  expect(drain(queue)).toEqual(["/d", "/b", "/c"]);
  expect(queue.isTruncated).toBe(false);
  queue.add(at("/e"), 1);
  expect(drain(queue)).toEqual(["/e"]);
});

test("drops addresses beyond the maximum", () => {
  const queue = urlFrontier(2, 10);
  for (const path of ["/a", "/b", "/b"]) queue.add(at(path), 0);
  expect(queue.isTruncated).toBe(false);
  queue.add(at("/c"), 0);
  expect(queue.isTruncated).toBe(true);
  expect(drain(queue)).toEqual(["/a", "/b"]);
});

test("skips unsupported file types", () => {
  const queue = urlFrontier(100, 10);
  const paths = ["/a.png", "/a.PDF", "/a.zip", "/a.html", "/a.mp4?x=1", "/a.csv", "/v1.2", "/a.docx", "/a"];
  const refused = paths.filter((path) => queue.add(at(path), 0)?.code === "type");
  expect(refused).toEqual(["/a.png", "/a.zip", "/a.mp4?x=1"]);
  expect(drain(queue)).toHaveLength(6);
});

test("detects traps", () => {
  const queue = urlFrontier(100, 3);
  const months = [1, 2, 3, 4, 5].map((month) => queue.add(at(`/calendar?month=${month}`), 0)?.code ?? null);
  expect(months).toEqual([null, null, null, "trap", "trap"]);
  expect(queue.add(at("/calendar"), 0)).toBeNull();
  expect(queue.add(at("/other?month=4"), 0)).toBeNull();
  expect(queue.add(at("/docs/up/docs/up/docs/"), 0)?.code).toBe("trap");
  expect(queue.add(at("/docs/up/docs/"), 0)).toBeNull();
  expect(queue.add(at("/11/11/11/"), 0)).toBeNull();
  expect(queue.add(at("/////"), 0)).toBeNull();
});
