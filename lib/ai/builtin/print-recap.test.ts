import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printRecap } from "./print-recap.ts";

const talk = [
  { name: "Ana", text: "Hi all! Shall we meet at the north gate on Saturday?" },
  { name: "Ben", text: "Morning :)" },
  { name: "Ben", text: "The north gate is closed on Saturday. The south gate opens at 9." },
  { name: "Cleo", text: "ok" },
  { name: "Cleo", text: "Then the south gate at 9 it is. Who brings the spare battery?" },
  { name: "Dan", text: "lol" },
  { name: "Dan", text: "I will bring the spare battery and two pumps." },
];
const quotes = (recap: string) =>
  [...recap.matchAll(/^- \*\*(.+?)\*\*: “(.+)”$/gm)].map(([, name, text]) => ({ name, text }));
const plain = (text = "") => text.replace(/\\(.)/g, "$1").replace(/&amp;/g, "&");

describe("a recap without a language model", () => {
  it("quotes what the talk is about, in order, and leaves small talk out", () => {
    const recap = printRecap(talk);
    expect(recap).toMatch(/^\*\*Recap\*\*\n\n- /);
    expect(recap).toContain("Who brings the spare battery?");
    expect(recap).toContain("south gate");
    for (const noise of ["Morning", "lol", "“ok”"]) expect(recap).not.toContain(noise);
    const places = quotes(recap).map(({ text }) => talk.findIndex((said) => said.text.includes(plain(text))));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  it("is in the language of the talk", () => {
    const recap = printRecap([
      { name: "Ute", text: "Wir treffen uns am Samstag um 9 Uhr vor dem Tor und fahren dann nach Süden." },
    ]);
    expect(recap).toMatch(/^\*\*Zusammenfassung\*\*/);
  });

  it("invents nothing: every line is a sentence of the person it names", () => {
    const texts = fc.string({
      unit: fc.constantFrom(
        "gate ",
        "battery ",
        "9 ",
        "? ",
        ". ",
        "*",
        "[1](x)",
        "<b>",
        "\n",
        "&lt;",
        "`",
        "„",
      ),
      maxLength: 30,
    });
    const said = fc.array(fc.record({ name: fc.constantFrom("Ana", "*Ben*"), text: texts }), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(said, (all) => {
        for (const { name, text } of quotes(printRecap(all)))
          expect(all.some((one) => one.name === plain(name) && one.text.includes(plain(text)))).toBe(true);
      }),
    );
  });

  it("formats nothing that people typed", () => {
    const recap = printRecap([
      { name: "E[v]e", text: "Open [the gate](https://evil.example) and <b>battery</b>" },
    ]);
    expect(recap).toContain("**E\\[v\\]e**");
    expect(recap).toContain("\\[the gate\\](https");
    expect(recap).toContain("\\<b\\>");
  });

  it("falls back to the last words where nothing else was said", () => {
    expect(
      printRecap([
        { name: "Ana", text: "hi" },
        { name: "Ben", text: "😀" },
      ]),
    ).toContain("“😀”");
    expect(printRecap([])).toBe("**Recap**\n\n");
  });
});
