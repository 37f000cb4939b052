import { expect, it } from "vitest";
import { parseHtml } from "./parse-html.ts";

it.each([
  ["10<sup>6</sup> cells", "10^6 cells"],
  ["10<sup>−3</sup> g and 10<sup>-12</sup> m", "10^-3 g and 10^-12 m"],
  ["2<sup>10</sup>, x<sup>2</sup>, x<sup>n</sup>, e<sup>n+1</sup>", "2^10, x², x^n, e^(n+1)"],
  ["5 m<sup>2</sup> and mol<sup>-1</sup>", "5 m² and mol^-1"],
  ["H<sub>2</sub>O, CO<sub>2</sub>, x<sub>i</sub>, log<sub>10</sub> 5", "H₂O, CO₂, x_i, log₁₀ 5"],
  [
    "the 1<sup>st</sup> of May, le 2<sup>e</sup> jour, Parley<sup>TM</sup>",
    "the 1st of May, le 2e jour, ParleyTM",
  ],
  ["fee is 40<sup>1</sup> crowns<sup>2</sup>", "fee is 40^1 crowns²"],
  ['is 40<sup><a href="#fn1">1</a></sup> crowns', "is 40\\[1] crowns"],
  ['is 40<a href="page.html#fn1"><sup>1</sup></a> crowns', "is 40\\[1] crowns"],
  ['is 40<sup class="reference">[3]</sup> crowns', "is 40\\[3] crowns"],
  ['is 40<sup class="footnote">a</sup> crowns', "is 40\\[a] crowns"],
  ["is 40<sup>1)</sup> or 50<sup>(2)</sup> crowns", "is 40\\[1] or 50\\[2] crowns"],
  ["<sup>[a] </sup>Or 50 crowns", "\\[a] Or 50 crowns"],
  ["is 40<sup>*</sup> crowns", "is 40\\* crowns"],
  ["3<sup>1</sup>/<sub>2</sub> and <sup>3</sup>&frasl;<sub>4</sub> inches", "3 1/2 and 3⁄4 inches"],
  ['10<span style="vertical-align: super; font-size: 70%">6</span>', "10^6"],
  ['10<span class="superscript">6</span>, a<span class="sub">3</span>', "10^6, a₃"],
  ["<b>10</b><sup><i>6</i></sup> cells", "**10**^6 cells"],
])("writes raised and lowered figures apart from the number before: %s", (html, text) => {
  expect(parseHtml(`<p>${html}</p>`).content).toBe(text);
});

it("writes them in tables, titles and code", () => {
  const { title, content } = parseHtml(
    "<h1>Area in km<sup>2</sup></h1><table><tr><th>a<th>b<tr><td>10<sup>4</sup><td>x</table><pre>10<sup>6</sup></pre>",
  );
  expect(title).toBe("Area in km²");
  expect(content).toContain("| 10^4 | x |");
  expect(content).toContain("```\n10^6\n```");
});
