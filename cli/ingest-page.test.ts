import { expect, it } from "vitest";
import { ingestPage, isWebAddress } from "./ingest-page.ts";

it("tells addresses of the web from paths", () => {
  expect(["https://a.example/x", "HTTP://a.example"].map(isWebAddress)).toEqual([true, true]);
  expect(["./https", "docs/a.md", "file:///etc/passwd", "https:"].map(isWebAddress)).toEqual(
    Array(4).fill(false),
  );
});

it("says what is wrong with an address before it asks anybody", async () => {
  await expect(ingestPage("https://", { target: {}, isJson: false })).rejects.toThrow(
    "https:// is not a valid URL.",
  );
});
