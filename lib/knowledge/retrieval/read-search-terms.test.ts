import { expect, it } from "vitest";
import { readSearchTerms } from "./read-search-terms.ts";

const read = (text: string, language = "english", earlier?: string) => {
  const { slots, terms } = readSearchTerms({ text, language, ...(earlier !== undefined && { earlier }) });
  return {
    slots: slots.map(({ part }, at) => [terms[at]?.text, Number(part.toFixed(2))]),
    others: terms.slice(slots.length).map(({ text: form, fills }) => [form, fills.map(({ slot }) => slot)]),
  };
};

it("gives every word a slot, half a one to words of the question's form, hardly any to grammar", () => {
  expect(read("show the charger").slots).toEqual([
    ["show", 0.5],
    ["the", 0.05],
    ["charger", 1],
  ]);
});

it("lets a joined form fill the slots of its parts", () => {
  const { slots, others } = read("Wi-Fi");
  expect(slots.map(([word]) => word)).toEqual(["wi", "fi"]);
  expect(others).toEqual([["wifi", [0, 1]]]);
});

it("joins neighbors that texts may write as one, but not across other marks", () => {
  expect(read("log in, then XR 200").others.map(([form]) => form)).toEqual(["login", "thenxr", "xr200"]);
  expect(read("to my bike").others.map(([form]) => form)).toEqual(["mybike"]);
  expect(read("10 20").others).toEqual([]);
});

it("adds the words of answers when a measure is asked for", () => {
  expect(read("How heavy is it?").others).toEqual(
    expect.arrayContaining([
      ["weight", [1]],
      ["kg", [1]],
    ]),
  );
  expect(read("what does it cost").others.map(([form]) => form)).toEqual(
    expect.arrayContaining(["price", "eur"]),
  );
  expect(read("Wie schwer ist es?", "german").others.map(([form]) => form)).not.toContain("kg");
});

it("searches the previous question at half weight", () => {
  expect(read("voltage", "english", "charger").slots).toEqual([
    ["voltage", 1],
    ["charger", 0.5],
  ]);
});

it("keeps the measure of the previous question, unless another one is asked for", () => {
  const formsOf = (text: string) =>
    read(text, "english", "How heavy is the desk?").others.map(([form]) => form);
  expect(formsOf("And the lamp?")).toContain("weight");
  expect(formsOf("How much is it?")).not.toContain("weight");
  const words = read("How much is it?", "english", "How heavy is the desk?").slots.map(([word]) => word);
  expect(words).toContain("desk");
  expect(words).not.toContain("heavy");
});

it("adds words that mean much the same, but none for grammar and the form of a question", () => {
  expect(read("renew my loan").others).toEqual(expect.arrayContaining([["extend", [0]]]));
  expect(read("Will I get my money back?").others.map(([form]) => form)).toContain("refund");
  expect(read("how long does it take to work").others.map(([form]) => form)).not.toContain("function");
  expect(read("renew", "german").others).toEqual([]);
});

it("leaves out the words of a Chinese, Japanese or Korean question that carry no meaning", () => {
  const words = (text: string) => read(text, "simple").slots.map(([word]) => word);
  expect(words("电池充电需要多长时间？")).toEqual(["电池", "充电"]);
  expect(words("返品はどうすればいいですか").slice(0, 1)).toEqual(["返品"]);
  expect(words("보증기간은 얼마나 되나요?")).toEqual(["보증", "증기", "기간"]);
  expect(words("กี่ปี")).not.toContain("กี่");
});

it("lets a short word that occurs nowhere count less, unless it is an abbreviation or part of a code", () => {
  const parts = (text: string) =>
    readSearchTerms({ text, language: "simple" }).slots.map(({ unknownPart }) => unknownPart);
  expect(parts("gti engine")).toEqual([0.35, 1]);
  expect(parts("GTI engine")).toEqual([1, 1]);
  expect(parts("ora2pg")).toEqual([1, 1, 1]);
  expect(parts("v2")).toEqual([0, 1]);
});

it("is bounded for a long question", () => {
  expect(readSearchTerms({ text: "ab-c1 cde ".repeat(500), language: "english" }).terms.length).toBeLessThan(
    200,
  );
});

it("searches for what a phrase says, though each of its words says next to nothing", () => {
  const forms = (text: string) => read(text).others.map(([form]) => form);
  expect(forms("how do I get it out")).toContain("remove");
  expect(forms("the bike won't turn on")).toEqual(expect.arrayContaining(["start", "switch"]));
  expect(forms("how do I get a receipt")).not.toContain("remove");
  expect(forms("which one is the lightest")).toContain("weight");
});
