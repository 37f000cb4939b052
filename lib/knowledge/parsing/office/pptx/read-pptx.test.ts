import { expect, it } from "vitest";
import { parseFile } from "../../files/parse-file.ts";
import { makeZip, type ZipEntry } from "../../files/testing/make-files.ts";

const NAMES =
  'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"';
const relations = (...all: [id: string, type: string, target: string][]) =>
  `<Relationships>${all.map(([id, type, target]) => `<Relationship Id="${id}" Type="x/${type}" Target="${target}"/>`).join("")}</Relationships>`;

const read = (shapes: string, parts: ZipEntry[] = [], related: [string, string, string][] = []) =>
  parseFile(
    "pptx",
    "a.pptx",
    makeZip([
      {
        name: "ppt/presentation.xml",
        data: `<p:presentation ${NAMES}><p:sldIdLst><p:sldId r:id="r1"/></p:sldIdLst></p:presentation>`,
      },
      { name: "ppt/_rels/presentation.xml.rels", data: relations(["r1", "slide", "slides/slide1.xml"]) },
      { name: "ppt/slides/slide1.xml", data: `<p:sld ${NAMES}>${title}${shapes}</p:sld>` },
      { name: "ppt/slides/_rels/slide1.xml.rels", data: relations(...related) },
      ...parts,
    ]),
  );
const paragraph = (text: string, properties = "") => `<a:p>${properties}<a:r><a:t>${text}</a:t></a:r></a:p>`;
const shape = (...paragraphs: string[]) =>
  `<p:sp><p:nvSpPr><p:cNvPr id="1"/></p:nvSpPr><p:txBody>${paragraphs.join("")}</p:txBody></p:sp>`;
const title = `<p:sp><p:nvSpPr><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:txBody>${paragraph("Hire")}</p:txBody></p:sp>`;

it("repeats a merged cell of a slide's table, and joins two head rows", async () => {
  const cell = (text: string, spans = "") => `<a:tc${spans}><a:txBody>${paragraph(text)}</a:txBody></a:tc>`;
  const row = (...cells: string[]) => `<a:tr>${cells.join("")}</a:tr>`;
  const rows = [
    row(cell("Kind", ' rowSpan="2"'), cell("2023", ' gridSpan="2"'), cell("", ' hMerge="1"')),
    row(cell("", ' vMerge="1"'), cell("Price"), cell("Stock")),
    row(cell("Kite", ' rowSpan="2"'), cell("10"), cell("3")),
    row(cell("", ' vMerge="1"'), cell("12"), cell("5")),
  ];
  const { content } = await read(`<p:graphicFrame><a:tbl>${rows.join("")}</a:tbl></p:graphicFrame>`);
  expect(content).toBe(
    "## Hire\n\n| Kind | 2023 Price | 2023 Stock |\n| --- | --- | --- |\n| Kite | 10 | 3 |\n| Kite | 12 | 5 |",
  );
});

it("writes raised figures, formulas and numbers of a list", async () => {
  const figure =
    '<a:p><a:r><a:t>10</a:t></a:r><a:r><a:rPr baseline="30000"/><a:t>6</a:t></a:r><a:r><a:t> cells</a:t></a:r></a:p>';
  const formula = `<a:p><mc:AlternateContent><mc:Choice Requires="a14"><m:oMath><m:r><m:t>F=40+3d</m:t></m:r></m:oMath></mc:Choice><mc:Fallback><a:r><a:t>picture</a:t></a:r></mc:Fallback></mc:AlternateContent></a:p>`;
  const numbered = (text: string, scheme: string) =>
    paragraph(text, `<a:pPr><a:buAutoNum type="${scheme}" startAt="3"/></a:pPr>`);
  const { content } = await read(
    shape(figure) +
      shape(formula) +
      shape(numbered("Moor.", "arabicPeriod"), numbered("Pay.", "arabicPeriod")) +
      shape(numbered("Sail.", "alphaLcParenR"), paragraph("Rest.")),
  );
  expect(content).toBe("## Hire\n\n10^6 cells\n\nF=40+3d\n\n3. Moor.\n4. Pay.\n\n- c) Sail.\n- Rest.");
});

it("reads charts, diagrams and descriptions of pictures, and lists what it cannot read", async () => {
  const chart = `<c:chartSpace ${NAMES}><c:ser><c:tx><c:v>Guests</c:v></c:tx><c:cat><c:strCache><c:pt idx="0"><c:v>May</c:v></c:pt></c:strCache></c:cat><c:val><c:numCache><c:formatCode>0%</c:formatCode><c:pt idx="0"><c:v>0.41</c:v></c:pt></c:numCache></c:val></c:ser></c:chartSpace>`;
  const diagram = `<dgm:dataModel ${NAMES}><dgm:ptLst><dgm:pt modelId="0" type="doc"/><dgm:pt modelId="1"><dgm:t>${paragraph("Sail")}</dgm:t></dgm:pt><dgm:pt modelId="2"><dgm:t>${paragraph("Hoist")}</dgm:t></dgm:pt></dgm:ptLst><dgm:cxnLst><dgm:cxn srcId="0" destId="1" srcOrd="0"/><dgm:cxn srcId="1" destId="2" srcOrd="0"/></dgm:cxnLst></dgm:dataModel>`;
  const picture = (description: string) =>
    `<p:pic><p:nvPicPr><p:cNvPr id="9" descr="${description}"/></p:nvPicPr></p:pic>`;
  const frame = (inner: string) => `<p:graphicFrame>${inner}</p:graphicFrame>`;
  const { content, unread } = await read(
    frame('<c:chart r:id="c1"/>') +
      frame('<c:chart r:id="c2"/>') +
      frame('<dgm:relIds r:dm="d1"/>') +
      frame('<p:oleObj progId="Excel.Sheet.12"/>') +
      picture("A pier at dusk") +
      picture(""),
    [
      { name: "ppt/charts/chart1.xml", data: chart },
      { name: "ppt/charts/chart2.xml", data: `<c:chartSpace ${NAMES}/>` },
      { name: "ppt/diagrams/data1.xml", data: diagram },
    ],
    [
      ["c1", "chart", "../charts/chart1.xml"],
      ["c2", "chart", "../charts/chart2.xml"],
      ["d1", "diagramData", "../diagrams/data1.xml"],
    ],
  );
  expect(content).toBe(
    "## Hire\n\nA pier at dusk\n\n|  | Guests |\n| --- | --- |\n| May | 41% |\n\n- Sail\n  - Hoist",
  );
  expect(unread).toEqual([
    { kind: "picture", names: "", pieces: 1, page: 1 },
    { kind: "chart", names: "", pieces: 1, page: 1 },
    { kind: "embedded", names: "Excel.Sheet.12", pieces: 1, page: 1 },
  ]);
});
