import { describe, expect, it } from "vitest";
import { parseFile } from "../../files/parse-file.ts";
import { docxParagraph, makeDocx, W, type ZipEntry } from "../../files/testing/make-files.ts";

const NAMES = `${W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"`;
const relations = (...all: [id: string, type: string, target: string][]): ZipEntry => ({
  name: "word/_rels/document.xml.rels",
  data: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${[["s", "styles", "styles.xml"], ["n", "numbering", "numbering.xml"], ...all].map(([id, type, target]) => `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`).join("")}</Relationships>`,
});
const read = async (body: string, ...more: ZipEntry[]) => parseFile("docx", "a.docx", makeDocx(body, more));
const contentOf = async (body: string, ...more: ZipEntry[]) => (await read(body, ...more)).content;
const run = (text: string, look = "") =>
  `<w:r>${look && `<w:rPr>${look}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;

describe("numbers that Word makes", () => {
  const level = (at: number, format: string, text: string, more = "") =>
    `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`;
  const numbering = (...levels: string[]): ZipEntry => ({
    name: "word/numbering.xml",
    data: `<w:numbering ${W}><w:abstractNum w:abstractNumId="0">${levels.join("")}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>`,
  });
  const item = (text: string, at = 0, id = 1) =>
    `<w:p><w:pPr><w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="${id}"/></w:numPr></w:pPr>${run(text)}</w:p>`;
  const outline = (id: string, at: number, more: string): string =>
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${id}"/><w:pPr>${more}<w:outlineLvl w:val="${at}"/></w:pPr></w:style>`;

  it("stand before headings of each level, whatever the style's name", async () => {
    const styles = {
      name: "word/styles.xml",
      data: `<w:styles ${W}>${outline("Clause", 0, '<w:numPr><w:numId w:val="1"/></w:numPr>')}${outline("Sub", 1, '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>')}</w:styles>`,
    };
    const body = [
      docxParagraph("Scope", "Clause"),
      docxParagraph("Boats", "Sub"),
      docxParagraph("Oars", "Sub"),
      docxParagraph("Fees", "Clause"),
      docxParagraph("Deposit", "Sub"),
    ].join("");
    const levels = numbering(
      level(0, "upperRoman", "Article %1."),
      level(1, "decimal", "%1.%2", "<w:isLgl/>"),
    );
    expect(await contentOf(body, styles, levels, relations())).toBe(
      ["# Article I. Scope", "## 1.1 Boats", "## 1.2 Oars", "# Article II. Fees", "## 2.1 Deposit"].join(
        "\n\n",
      ),
    );
  });

  it("go on behind a paragraph, and start where the list says", async () => {
    const body =
      item("One.") + item("Two.") + docxParagraph("Between.") + item("Three.") + item("Five.", 0, 2);
    expect(await contentOf(body, numbering(level(0, "decimal", "%1.")), relations())).toBe(
      "1. One.\n2. Two.\n\nBetween.\n\n3. Three.\n\n5) Five.",
    );
  });

  it("keep their own format in lists", async () => {
    const body = item("Boats.") + item("Oars.", 1) + item("Vests.", 1) + item("Fees.") + item("Deposit.", 1);
    const levels = numbering(level(0, "decimal", "§ %1"), level(1, "lowerLetter", "(%2)"));
    const lines = (await contentOf(body, levels, relations())).split("\n").filter(Boolean);
    expect(lines).toEqual([
      "- § 1 Boats.",
      "  - (a) Oars.",
      "  - (b) Vests.",
      "- § 2 Fees.",
      "  - (a) Deposit.",
    ]);
  });

  it("are text in the cells of a table", async () => {
    const row = (text: string) => `<w:tr><w:tc>${item(text)}</w:tc><w:tc>${docxParagraph("x")}</w:tc></w:tr>`;
    const body = `<w:tbl>${row("Boats")}${row("Oars")}</w:tbl>`;
    expect(await contentOf(body, numbering(level(0, "decimal", "%1.")), relations())).toBe(
      "| 1. Boats | x |\n| - | - |\n| 2. Oars | x |",
    );
  });

  it("are not made for bullets and paragraphs without text", async () => {
    const levels = numbering(level(0, "bullet", "•"), level(1, "decimal", "%2."));
    expect(await contentOf(item("Boats.") + item("", 1) + item("Oars.", 1), levels, relations())).toMatch(
      /^- Boats\.\n\n? {2}2\. Oars\.$/,
    );
  });
});

describe("parts of a Word document beside its text", () => {
  const box = (text: string) => `<w:txbxContent>${docxParagraph(text)}</w:txbxContent>`;
  const drawing = (inner: string) => `<w:drawing ${NAMES}>${inner}</w:drawing>`;

  it.each([
    ["of today", drawing(`<wps:wsp><wps:txbx>${box("Keep clear.")}</wps:txbx></wps:wsp>`)],
    ["of old", `<w:pict ${NAMES}><v:shape><v:textbox>${box("Keep clear.")}</v:textbox></v:shape></w:pict>`],
    [
      "of an ellipse of old",
      `<w:pict ${NAMES}><v:oval><v:textbox>${box("Keep clear.")}</v:textbox></v:oval></w:pict>`,
    ],
    [
      "in both forms",
      `<mc:AlternateContent ${NAMES}><mc:Choice Requires="wps">${drawing(`<wps:wsp><wps:txbx>${box("Keep clear.")}</wps:txbx></wps:wsp>`)}</mc:Choice><mc:Fallback><w:pict><v:textbox>${box("Keep clear.")}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>`,
    ],
  ])("text boxes %s are read once, behind their paragraph", async (_, content) => {
    const body = `<w:p>${run("Before.")}<w:r>${content}</w:r></w:p>${docxParagraph("After.")}`;
    expect(await contentOf(body)).toBe("Before.\n\nKeep clear.\n\nAfter.");
  });

  it("formulas are written on one line", async () => {
    const m = (text: string) => `<m:r><m:t>${text}</m:t></m:r>`;
    const fraction = `<m:f><m:num>${m("a+b")}</m:num><m:den>${m("2")}</m:den></m:f>`;
    const power = `<m:sSup><m:e>${m("x")}</m:e><m:sup>${m("2")}</m:sup></m:sSup>`;
    const root = `<m:rad><m:deg/><m:e>${power}</m:e></m:rad>`;
    const sum = `<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>${m("i=1")}</m:sub><m:sup>${m("n")}</m:sup><m:e><m:sSub><m:e>${m("x")}</m:e><m:sub>${m("i")}</m:sub></m:sSub></m:e></m:nary>`;
    const inline = `<w:p ${NAMES}>${run("It is ")}<m:oMath>${m("y=")}${fraction}${m("+")}${root}</m:oMath>${run(" then.")}</w:p>`;
    const block = `<w:p ${NAMES}><m:oMathPara><m:oMath>${sum}</m:oMath></m:oMathPara></w:p>`;
    const content = await contentOf(inline + block);
    expect(content).toBe("It is y=(a+b)/2+√(x^2) then.\n\n∑\\_(i=1)^n x_i");
  });

  it("charts and diagrams are read", async () => {
    const text = (words: string) => `<a:p><a:r><a:t>${words}</a:t></a:r></a:p>`;
    const points = (kind: string, values: string[]) =>
      `<c:${kind}>${values.map((value, i) => `<c:pt idx="${i}"><c:v>${value}</c:v></c:pt>`).join("")}</c:${kind}>`;
    const chart: ZipEntry = {
      name: "word/charts/chart1.xml",
      data: `<c:chartSpace ${NAMES}><c:chart><c:title>${text("Guests")}</c:title><c:ser><c:tx><c:strRef>${points("strCache", ["Adults"])}</c:strRef></c:tx><c:cat><c:strRef>${points("strCache", ["May", "June"])}</c:strRef></c:cat><c:val><c:numRef>${points("numCache", ["41", "57.5"])}</c:numRef></c:val></c:ser></c:chart></c:chartSpace>`,
    };
    const point = (id: string, inner: string, type = "") =>
      `<dgm:pt modelId="${id}"${type && ` type="${type}"`}>${inner && `<dgm:t>${text(inner)}</dgm:t>`}</dgm:pt>`;
    const link = (from: string, to: string, order: number) =>
      `<dgm:cxn srcId="${from}" destId="${to}" srcOrd="${order}"/>`;
    const diagram: ZipEntry = {
      name: "word/diagrams/data1.xml",
      data: `<dgm:dataModel ${NAMES}><dgm:ptLst>${point("0", "", "doc")}${point("2", "Moor")}${point("1", "Sail")}${point("3", "Hoist")}</dgm:ptLst><dgm:cxnLst>${link("0", "1", 0)}${link("0", "2", 1)}${link("1", "3", 0)}</dgm:cxnLst></dgm:dataModel>`,
    };
    const body = `<w:p ${NAMES}><w:r>${drawing('<c:chart r:id="c1"/>')}</w:r></w:p><w:p ${NAMES}><w:r>${drawing('<dgm:relIds r:dm="d1"/>')}</w:r></w:p>`;
    const content = await contentOf(
      body,
      chart,
      diagram,
      relations(["c1", "chart", "charts/chart1.xml"], ["d1", "diagramData", "diagrams/data1.xml"]),
    );
    expect(content).toBe(
      "Guests\n\n| | Adults |\n| - | - |\n| May | 41 |\n| June | 57.5 |\n\nSail\n\nHoist\n\nMoor",
    );
  });

  it("headers and footers are read once, without page numbers", async () => {
    const part = (name: string, inner: string): ZipEntry => ({
      name: `word/${name}.xml`,
      data: `<w:hdr ${W}>${inner}</w:hdr>`,
    });
    const field = (code: string) =>
      `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>${code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run("7")}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
    const sections =
      '<w:sectPr><w:headerReference r:id="h1"/><w:headerReference r:id="h2"/><w:footerReference r:id="f1"/></w:sectPr>';
    const { content, hidden } = await read(
      docxParagraph("Body.") + sections,
      part("header1", docxParagraph("Form F-9, issue 3")),
      part("header2", docxParagraph("Form F-9, issue 3")),
      part(
        "footer1",
        `<w:p>${run("Page ")}${field("PAGE")}${run(" of ")}<w:fldSimple w:instr="NUMPAGES">${run("9")}</w:fldSimple></w:p>${docxParagraph("Harbour Ltd.")}${docxParagraph("secret", "", "<w:vanish/>")}`,
      ),
      relations(
        ["h1", "header", "header1.xml"],
        ["h2", "header", "header2.xml"],
        ["f1", "footer", "footer1.xml"],
      ),
    );
    expect(content).toBe("Form F-9, issue 3\n\nBody.\n\nHarbour Ltd.");
    expect(hidden).toMatchObject([{ kind: "invisible", excerpt: "secret" }]);
  });

  it("fields, reading directions, rubies and check boxes keep their text", async () => {
    const body = [
      `<w:p><w:fldSimple w:instr="DOCPROPERTY x">${run("Field")}</w:fldSimple><w:bdo w:val="rtl">${run(" turned")}</w:bdo></w:p>`,
      `<w:p><w:r><w:ruby><w:rt>${run("とう")}</w:rt><w:rubyBase>${run("東")}</w:rubyBase></w:ruby></w:r></w:p>`,
      `<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>${run("Life vest")}</w:p>`,
    ].join("");
    expect(await contentOf(body)).toBe("Field turned\n\n東\n\n☑ Life vest");
  });
});

it("merged cells and two head rows keep their meaning", async () => {
  const cell = (text: string, more = "") =>
    `<w:tc>${more && `<w:tcPr>${more}</w:tcPr>`}${docxParagraph(text)}</w:tc>`;
  const row = (...cells: string[]) => `<w:tr>${cells.join("")}</w:tr>`;
  const start = '<w:vMerge w:val="restart"/>';
  const body = `<w:tbl>${row(cell("Kind", start), cell("2023", '<w:gridSpan w:val="2"/>'))}${row(cell("", "<w:vMerge/>"), cell("Price"), cell("Stock"))}${row(cell("Kite", start), cell("10"), cell("3"))}${row(cell("", "<w:vMerge/>"), cell("12"), cell("5"))}</w:tbl>`;
  expect(await contentOf(body)).toBe(
    "| Kind | 2023 Price | 2023 Stock |\n| - | - | - |\n| Kite | 10 | 3 |\n| Kite | 12 | 5 |",
  );
});

it("raised figures and notes stay apart from the number before them", async () => {
  const raised = '<w:vertAlign w:val="superscript"/>';
  const body = `<w:p>${run("10")}${run("6", raised)}${run(" cells, H")}${run("2", '<w:vertAlign w:val="subscript"/>')}${run("O, 40")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>`;
  const notes = {
    name: "word/footnotes.xml",
    data: `<w:footnotes ${W}><w:footnote w:id="2">${docxParagraph("Or 55.")}</w:footnote></w:footnotes>`,
  };
  const content = await contentOf(body, notes, relations(["f", "footnotes", "footnotes.xml"]));
  expect(content).toBe("10^6 cells, H₂O, 40\\[1]\n\n1. Or 55.");
});

it("figures that a style or a position raises stay apart too", async () => {
  const styles = {
    name: "word/styles.xml",
    data: `<w:styles ${W}><w:style w:type="character" w:styleId="Up"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style></w:styles>`,
  };
  const body = `<w:p>${run("10")}${run("6", '<w:rStyle w:val="Up"/>')}${run(" and 10")}${run("9", '<w:position w:val="6"/>')}</w:p>`;
  expect(await contentOf(body, styles)).toBe("10^6 and 10^9");
});
