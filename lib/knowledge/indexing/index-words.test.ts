import { expect, it } from "vitest";
import { expectCpuTimeBelow } from "#testing/expect-cpu-time.ts";
import { indexWords } from "./index-words.ts";

const allOf = (text: string, language = "english") => {
  const { stemmed, exact, otherStemmed, otherExact } = indexWords(text, language);
  return { own: [...stemmed, ...exact], others: [...otherStemmed, ...otherExact] };
};

it("takes joined words apart and keeps the whole when signs join them", () => {
  expect(allOf("Wi-Fi/Bluetooth")).toEqual({
    own: ["wi", "fi", "bluetooth"],
    others: ["wifi", "wifibluetooth"],
  });
  expect(allOf("24V").others).toEqual(["24v"]);
  expect(allOf("E-104").others).toContain("e104");
  expect(allOf("Node.js").others).toContain("nodejs");
  expect(allOf("C++ and C#").others).toEqual(["c++", "c#"]);
});

it("keeps numbers apart when it joins them", () => {
  expect(allOf("v2.14.3")).toEqual({
    own: ["v", "2", "14", "3"],
    others: expect.arrayContaining(["v2.14.3", "2.14"]),
  });
  expect(allOf("1,250 rpm").others).toContain("1250");
  expect(allOf("0,8 mm").others).toContain("0.8");
  expect(allOf("1,250.00").others).toContain("1250");
  expect(allOf("+1-555-0100").others).toEqual(expect.arrayContaining(["15550100", "5550100"]));
  expect(allOf("2.14.3").others).not.toContain("2143");
  expect(allOf("4711/22").others).toEqual(["4711/22"]);
});

it("does not join sentences, lists and elisions", () => {
  expect(allOf("end. Next, one, two").others).toEqual([]);
  expect(allOf("l'article", "french").others).toEqual([]);
});

it("keeps words in angle brackets, but not closing tags and attributes", () => {
  expect(allOf("kill -<signal> <pid>").own).toEqual(["kill", "signal", "pid"]);
  expect(allOf('a <span class="x">b</span> <!-- c --> d').own).toEqual(["a", "b", "d"]);
});

it("takes pairs of characters when a script has no spaces", () => {
  expect(indexWords("保修期 2年", "simple")).toMatchObject({
    exact: ["保修", "修期", "2", "年"],
    otherExact: ["保", "修", "期"],
  });
  expect(allOf("iPhone充电器").own).toEqual(["iphone", "充电", "电器"]);
});

it("adds spellings without accents and with umlauts spelled out", () => {
  expect(allOf("Schlüssel", "german").others).toEqual(["schlussel", "schluessel"]);
  expect(allOf("élève", "french").others).toEqual(["eleve"]);
  expect(allOf("hylly söpö", "finnish").others).toEqual(["sopo"]);
  expect(allOf("Łódź", "simple").others).toEqual(["lodz"]);
  expect(allOf("кой", "russian").others).toEqual([]);
});

it("treats full-width and ligature characters as plain ones", () => {
  expect(allOf("ＡＢ１２ ﬁne").own).toEqual(["ab", "fine", "12"]);
});

it("takes time in proportion to the text for any characters", () => {
  for (const part of ["<a ", "a-", "1,", "<!--", "é", "保", "::", "'"])
    expectCpuTimeBelow(10_000, () => indexWords(part.repeat(50_000), "german"));
});
