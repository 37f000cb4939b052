import { expect, it } from "vitest";
import { parseHtml } from "./parse-html.ts";

it.each([
  ["<msup><mi>x</mi><mn>2</mn></msup>", "x^2"],
  ["<msub><mi>x</mi><mi>i</mi></msub>", "x_i"],
  ["<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a+b)/2"],
  ["<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "√(x+1)"],
  ["<mn>10</mn><msup><mi></mi><mn>6</mn></msup>", "10^6"],
  ["<msup><mn>10</mn><mrow><mo>-</mo><mn>3</mn></mrow></msup>", "10^-3"],
  ["<semantics><mrow><mi>y</mi><mo>=</mo><mn>4</mn></mrow><annotation>y=4</annotation></semantics>", "y=4"],
  [
    "<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr><mtr><mtd><mn>3</mn></mtd><mtd><mn>4</mn></mtd></mtr></mtable>",
    "\\[1, 2; 3, 4]",
  ],
])("writes a formula on one line: %s", (math, text) => {
  expect(parseHtml(`<p>It is <math>${math}</math> now.</p>`).content).toBe(`It is ${text} now.`);
});
