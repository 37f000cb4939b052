import { crc32, deflateRawSync } from "node:zlib";

/**
 * `declaredSize` fakes an entry's size; `flags` and `mode` go into the directory; `sharedWith` reuses another
 * entry's data.
 */
export type ZipEntry = {
  name: string;
  data: string | Uint8Array;
  declaredSize?: number;
  flags?: number;
  mode?: number;
  sharedWith?: number;
};

const EMPTY = deflateRawSync("");

/** Builds a zip file (APPNOTE 6.3): local headers, data, directory. */
export function makeZip(entries: ZipEntry[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const { name, data, declaredSize, flags = 0, mode = 0, sharedWith } of entries) {
    const raw = Buffer.from(data);
    const packed = raw.length > 0 ? deflateRawSync(raw) : EMPTY;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(raw), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(declaredSize ?? raw.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), fields, Buffer.from(name), packed]);
    const central = Buffer.alloc(46);
    central.write("PK\x01\x02", 0, "latin1");
    central.writeUInt16LE(20, 4);
    fields.copy(central, 6);
    central.writeUInt16LE(3 << 8, 4);
    central.writeUInt32LE(mode * 0x1_0000, 38);
    central.writeUInt32LE(sharedWith === undefined ? offset : (offsets[sharedWith] ?? 0), 42);
    directory.push(Buffer.concat([central, Buffer.from(name)]));
    offsets.push(offset);
    if (sharedWith !== undefined) continue;
    parts.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(entries.length & 0xffff, 8);
  end.writeUInt16LE(entries.length & 0xffff, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...parts, listing, end]));
}

type PdfLine = { text: string; size: number; x: number; y: number };

/** Builds a PDF in Helvetica with one page per list of lines; x and y in points from the lower left. */
export function makePdf(pages: PdfLine[][]): Uint8Array {
  return makePdfOf(
    pages.map((lines) => lines.map(({ text, size, x, y }) => pdfText(text, x, y, size)).join("\n")),
  );
}

/** The commands that draw a line of text. */
export const pdfText = (text: string, x: number, y: number, size = 10) =>
  `BT /F1 ${size} Tf ${x} ${y} Td (${text.replace(/[\\()]/g, "\\$&")}) Tj ET`;

type PdfExtras = { catalog?: string; page?: string; info?: string; trailer?: string; objects?: string[] };

/**
 * Builds a PDF with one page per content stream. Further objects are numbered from 4 + 2 × pages; /F1 is
 * Helvetica.
 */
export function makePdfOf(streams: string[], extras: PdfExtras = {}): Uint8Array {
  const kids = streams.map((_, i) => `${4 + 2 * i} 0 R`).join(" ");
  const pages = streams.flatMap((stream, i) => [
    `<< /Type /Page /Parent 2 0 R ${extras.page ?? "/MediaBox [0 0 595 842]"} /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * i} 0 R >>`,
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
  ]);
  return writePdf(
    [
      `<< /Type /Catalog /Pages 2 0 R ${extras.catalog ?? ""} >>`,
      `<< /Type /Pages /Kids [${kids}] /Count ${streams.length} >>`,
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
      ...pages,
      ...(extras.objects ?? []),
    ],
    `${extras.info ? `/Info ${extras.info}` : ""} ${extras.trailer ?? ""}`,
  );
}

/** Builds a PDF of these objects, numbered from 1; the first is the catalog (ISO 32000-1, 7.5). */
export function writePdf(objects: string[], trailer = ""): Uint8Array {
  let length = 9;
  const parts = objects.map((object, i) => `${i + 1} 0 obj\n${object}\nendobj\n`);
  const offsets = parts.map((part) => {
    const at = length;
    length += part.length;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  const end = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${length}\n%%EOF`;
  return new Uint8Array(Buffer.from(`%PDF-1.4\n${parts.join("")}${end}`, "latin1"));
}

export const W =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`;
const relations = (...all: string[]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.join("")}</Relationships>`;

/** `more` may replace a part, such as the styles. */
export function makeDocx(body: string, more: ZipEntry[] = []): Uint8Array {
  const parts = [
    {
      name: "[Content_Types].xml",
      data: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    },
    { name: "_rels/.rels", data: relations(relation("r1", "officeDocument", "word/document.xml")) },
    {
      name: "word/styles.xml",
      data: `<w:styles ${W}><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>`,
    },
    {
      name: "word/_rels/document.xml.rels",
      data: relations(relation("r1", "styles", "styles.xml")),
    },
    { name: "word/document.xml", data: `<w:document ${W}><w:body>${body}</w:body></w:document>` },
  ];
  const isReplaced = (name: string) =>
    name !== "word/document.xml" && more.some((entry) => entry.name === name);
  return makeZip([...parts.filter(({ name }) => !isReplaced(name)), ...more]);
}

/** `look`: run properties, such as `<w:vanish/>`. */
export const docxParagraph = (text: string, style = "", look = "") =>
  `<w:p>${style && `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r>${look && `<w:rPr>${look}</w:rPr>`}<w:t>${text}</w:t></w:r></w:p>`;

type SheetCell = string | number | { style: number; number: number };
type Sheet = {
  name: string;
  rows: SheetCell[][];
  isHidden?: boolean;
  hiddenRow?: number;
  hiddenColumn?: number;
  merges?: string[];
};

/** `formats`: number formats of the cell styles, from style 1 on. */
export function makeXlsx(sheets: Sheet[], formats: string[] = []): Uint8Array {
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const cell = (value: SheetCell, row: number, column: number) => {
    if (value === "") return "";
    const at = `${String.fromCharCode(65 + column)}${row + 1}`;
    if (typeof value === "object") return `<c r="${at}" s="${value.style}"><v>${value.number}</v></c>`;
    return typeof value === "number"
      ? `<c r="${at}"><v>${value}</v></c>`
      : `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
  };
  return makeZip([
    {
      name: "xl/workbook.xml",
      data: `<workbook xmlns="${main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${sheets.map(({ name, isHidden }, i) => `<sheet name="${name}" sheetId="${i + 1}"${isHidden ? ' state="hidden"' : ""} r:id="rId${i + 1}"/>`).join("")}</sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      data: relations(
        ...sheets.map((_, i) => relation(`rId${i + 1}`, "worksheet", `worksheets/sheet${i + 1}.xml`)),
      ),
    },
    ...(formats.length > 0
      ? [
          {
            name: "xl/styles.xml",
            data: `<styleSheet xmlns="${main}"><numFmts>${formats.map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${code}"/>`).join("")}</numFmts><cellXfs><xf numFmtId="0"/>${formats.map((_, i) => `<xf numFmtId="${164 + i}"/>`).join("")}</cellXfs></styleSheet>`,
          },
        ]
      : []),
    ...sheets.map(({ rows, hiddenRow, hiddenColumn, merges = [] }, i) => ({
      name: `xl/worksheets/sheet${i + 1}.xml`,
      data: `<worksheet xmlns="${main}">${hiddenColumn ? `<cols><col min="${hiddenColumn}" max="${hiddenColumn}" width="9" hidden="1"/></cols>` : ""}<sheetData>${rows.map((row, r) => `<row r="${r + 1}"${r + 1 === hiddenRow ? ' hidden="1"' : ""}>${row.map((value, c) => cell(value, r, c)).join("")}</row>`).join("")}</sheetData>${merges.length > 0 ? `<mergeCells>${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join("")}</mergeCells>` : ""}</worksheet>`,
    })),
  ]);
}

/** A line may have a deeper level; XML in it is kept. */
type SlideLine = string | { text: string; level: number };
type Slide = { title: string; lines: SlideLine[]; notes?: string; isHidden?: boolean };

export function makePptx(slides: Slide[]): Uint8Array {
  const names =
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
  const paragraph = (line: SlideLine) => {
    const { text, level } = typeof line === "string" ? { text: line, level: 0 } : line;
    return `<a:p>${level > 0 ? `<a:pPr lvl="${level}"/>` : ""}<a:r><a:t>${text}</a:t></a:r></a:p>`;
  };
  const shape = (kind: string, lines: SlideLine[]) =>
    `<p:sp><p:nvSpPr><p:nvPr><p:ph type="${kind}"/></p:nvPr></p:nvSpPr><p:txBody>${lines.map(paragraph).join("")}</p:txBody></p:sp>`;
  return makeZip([
    {
      name: "ppt/presentation.xml",
      data: `<p:presentation ${names}><p:sldIdLst>${slides.map((_, i) => `<p:sldId id="${256 + i}" r:id="rId${i + 1}"/>`).join("")}</p:sldIdLst></p:presentation>`,
    },
    {
      name: "ppt/_rels/presentation.xml.rels",
      data: relations(
        ...slides.map((_, i) => relation(`rId${i + 1}`, "slide", `slides/slide${slides.length - i}.xml`)),
      ),
    },
    ...slides.flatMap(({ title, lines, notes, isHidden }, i) => {
      const number = slides.length - i;
      return [
        {
          name: `ppt/slides/slide${number}.xml`,
          data: `<p:sld ${names}${isHidden ? ' show="0"' : ""}><p:cSld><p:spTree>${shape("title", [title])}${shape("body", lines)}</p:spTree></p:cSld></p:sld>`,
        },
        {
          name: `ppt/slides/_rels/slide${number}.xml.rels`,
          data: relations(
            ...(notes ? [relation("r1", "notesSlide", `../notesSlides/notes${number}.xml`)] : []),
          ),
        },
        ...(notes
          ? [
              {
                name: `ppt/notesSlides/notes${number}.xml`,
                data: `<p:notes ${names}><p:cSld><p:spTree>${shape("body", [notes])}</p:spTree></p:cSld></p:notes>`,
              },
            ]
          : []),
      ];
    }),
  ]);
}
