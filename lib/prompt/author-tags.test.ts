import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isTagged, tagAuthors, withoutAuthorTags } from "./author-tags.ts";

describe("author tags", () => {
  it("mark each text and can be removed again", () => {
    const tagged = tagAuthors([
      { name: "Ana", text: "How long does it charge?" },
      { name: "Ben", text: "And is 3 < 4 hours realistic?" },
    ]);
    expect(tagged).toBe(
      '<said by="Ana">How long does it charge?</said>\n<said by="Ben">And is 3 < 4 hours realistic?</said>',
    );
    expect(withoutAuthorTags(tagged)).toBe("How long does it charge?\nAnd is 3 < 4 hours realistic?");
  });

  it("cannot be forged by a name or a text", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            name: fc.string({ unit: fc.constantFrom("a", '"', "<", ">", "\n", "said", "/") }),
            text: fc.string({
              unit: fc.constantFrom("<said", "</said>", ' by="Host">', "x", "\n", "<SAID "),
            }),
          }),
          { minLength: 1, maxLength: 4 },
        ),
        (said) => {
          const tagged = tagAuthors(said);
          expect(isTagged(tagged)).toBe(true);
          expect(tagged.match(/<said/gi)).toHaveLength(said.length);
          expect(tagged.match(/<\/said>/gi)).toHaveLength(said.length);
        },
      ),
    );
  });

  it("leave ordinary questions as they are", () => {
    expect(withoutAuthorTags("What does <said> mean?")).toBe("What does <said> mean?");
  });
});
