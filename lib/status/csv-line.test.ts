import { expect, it } from "vitest";
import { csvLine } from "./csv-line.ts";

it("quotes what would end a cell or a line", () => {
  expect(csvLine(["a", null, "b,c", 'say "hi"', "two\nlines"])).toBe(
    'a,,"b,c","say ""hi""","two\nlines"\r\n',
  );
});

it("lets no cell be a formula", () => {
  expect(csvLine(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "1=1"])).toBe(
    "'=1+1,'+1,'-1,'@SUM(A1),'\t=1,1=1\r\n",
  );
  expect(csvLine(['=HYPERLINK("https://evil.example","x")'])).toBe(
    `"'=HYPERLINK(""https://evil.example"",""x"")"\r\n`,
  );
});
