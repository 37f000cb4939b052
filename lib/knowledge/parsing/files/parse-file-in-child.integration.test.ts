import { describe, expect, it } from "vitest";
import { parseFileInChild } from "./parse-file-in-child.ts";
import { docxParagraph, makeDocx, makePdf, makePptx, makeXlsx } from "./testing/make-files.ts";

const pdf = makePdf([[{ text: "The tower is 41 metres high.", size: 10, x: 50, y: 700 }]]);
const files = {
  pdf,
  docx: makeDocx(docxParagraph("The tower is 41 metres high.")),
  xlsx: makeXlsx([{ name: "Towers", rows: [["Height"], ["The tower is 41 metres high."]] }]),
  pptx: makePptx([{ title: "Tower", lines: ["The tower is 41 metres high."] }]),
} as const;
const types = Object.keys(files) as (keyof typeof files)[];

describe("a file parsed in a child process", () => {
  it.each(types)("%s is read", async (type) => {
    const document = await parseFileInChild({ type, path: `tower.${type}`, bytes: files[type] });
    expect(document.content).toContain("The tower is 41 metres high.");
  });

  it("is killed when it takes too long", async () => {
    const limits = { timeMs: 5, memoryBytes: 1_000_000_000 };
    await expect(parseFileInChild({ type: "pdf", path: "a.pdf", bytes: pdf }, limits)).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(/too long/),
    });
  });

  it.runIf(process.platform === "linux")("is killed when it takes too much memory", async () => {
    const limits = { timeMs: 120_000, memoryBytes: 40_000_000 };
    await expect(parseFileInChild({ type: "pdf", path: "a.pdf", bytes: pdf }, limits)).rejects.toMatchObject({
      message: expect.stringMatching(/too much memory/),
    });
  });

  it.each(types)("%s with randomly changed bytes is parsed or rejected with a reason", async (type) => {
    let seed = 20_261;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    const changed = Array.from({ length: 6 }, () => {
      const bytes = files[type].slice();
      for (let i = 0; i < 12; i += 1) bytes[random(bytes.length)] = random(256);
      return bytes;
    });
    const ends = await Promise.all(
      changed.map((bytes) =>
        parseFileInChild({ type, path: `x.${type}`, bytes }).then(
          ({ content }) => content,
          (error: Error) => `${error.name}: ${error.message}`,
        ),
      ),
    );
    for (const end of ends) expect(end).toMatch(/tower|high|metres|^ParleyError: .{20,}\.$/i);
  });
});
