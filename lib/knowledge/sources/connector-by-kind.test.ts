import { describe, expect, it } from "vitest";
import { connectors } from "./connector-by-kind.ts";
import { isWebKind, type SourceKind, sourceKinds } from "./source-kinds.ts";

const kindsWhere = (is: (kind: SourceKind) => boolean) => sourceKinds.filter(is);

describe("connectors", () => {
  it("sync exactly the kinds that Studio shows as web sources", () => {
    expect(kindsWhere((kind) => connectors[kind].loadSync !== null)).toEqual(kindsWhere(isWebKind));
  });

  it("load a function for each kind that is synced", async () => {
    for (const kind of kindsWhere(isWebKind))
      expect(await connectors[kind].loadSync?.()).toBeTypeOf("function");
  });

  it("store web addresses without their fragment, and other origins as they are", () => {
    expect(connectors.site.readOrigin("https://Example.com/docs#top")).toBe("https://example.com/docs");
    expect(() => connectors.page.readOrigin("ftp://example.com/")).toThrow();
    expect(connectors.folder.readOrigin("/docs#top")).toBe("/docs#top");
  });
});
