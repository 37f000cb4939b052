import { deflateSync } from "node:zlib";
import {
  docxParagraph,
  makeDocx,
  makePdf,
  makePdfOf,
  makePptx,
  makeXlsx,
  makeZip,
  pdfText,
  writePdf,
} from "./make-files.ts";

type Hostile = { name: string; bytes: () => Uint8Array };

const latin = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
const good = () => makePdf([[{ text: "The tower is 41 metres high.", size: 10, x: 50, y: 700 }]]);
const docxWith = (...more: Parameters<typeof makeZip>[0]) =>
  makeDocx(docxParagraph("The tower is 41 metres high."), more);

/** Files that must be rejected, with the expected reason. */
export const REFUSED: (Hostile & { reason: RegExp })[] = [
  { name: "nothing.pdf", bytes: () => new Uint8Array(), reason: /file is empty/ },
  { name: "truncated.pdf", bytes: () => good().subarray(0, 200), reason: /damaged|only images/ },
  {
    name: "encrypted.pdf",
    bytes: () =>
      makePdfOf([pdfText("Secret", 50, 700)], {
        trailer: `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${"ab".repeat(32)}> /U <${"cd".repeat(32)}> /P -4 >> /ID [<00><00>]`,
      }),
    reason: /password-protected\. Save it without a password/,
  },
  { name: "pages.pdf", bytes: () => manyPages(10_000), reason: /more than 5000 pages\. Split it/ },
  {
    name: "arrays.pdf",
    bytes: () =>
      makePdfOf([pdfText("The tower is 41 metres high.", 50, 700)], {
        catalog: `/Deep ${"[".repeat(20_000)}${"]".repeat(20_000)}`,
      }),
    reason: /damaged/,
  },
  { name: "loop.pdf", bytes: loopOfPages, reason: /damaged|only images|no readable/ },
  {
    name: "rubbish.pdf",
    bytes: () => latin(`%PDF-1.7\n${"\u0000\u00ff\u0012".repeat(3_000)}`),
    reason: /damaged/,
  },
  { name: "rubbish.txt", bytes: rubbish, reason: /not text|to be text/ },
  { name: "rubbish.docx", bytes: rubbish, reason: /not text|to be text/ },
  {
    name: "old.doc",
    bytes: () => latin("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"),
    reason: /password-protected or in an old format/,
  },
  {
    name: "bomb.docx",
    bytes: () => docxWith({ name: "word/media/a.bin", data: new Uint8Array(60_000_000) }),
    reason: /too large when unpacked/,
  },
  {
    name: "lying.docx",
    bytes: () => docxWith({ name: "word/big.xml", data: "y".repeat(900_000), declaredSize: 10 }),
    reason: /damaged/,
  },
  {
    name: "lying.xlsx",
    bytes: () =>
      makeZip([
        { name: "xl/workbook.xml", data: "<workbook/>" },
        { name: "xl/sharedStrings.xml", data: "y".repeat(900_000), declaredSize: 10 },
      ]),
    reason: /damaged/,
  },
  {
    name: "nested.zip",
    bytes: () => makeZip([{ name: "a.zip", data: makeZip([{ name: "b", data: "c" }]) }]),
    reason: /not a supported document/,
  },
  {
    name: "overlapping.docx",
    bytes: () =>
      docxWith(...Array.from({ length: 90 }, (_, i) => ({ name: `word/${i}.xml`, data: "", sharedWith: 4 }))),
    reason: /not a valid Office file/,
  },
  {
    name: "entries.docx",
    bytes: () =>
      docxWith(...Array.from({ length: 100_000 }, (_, i) => ({ name: `f${i}`, data: "", sharedWith: 0 }))),
    reason: /too large when unpacked/,
  },
  ...["../../outside.txt", "/etc/outside", "C:/outside", "word\\..\\..\\outside"].map((path) => ({
    name: `path ${path}.docx`,
    bytes: () => docxWith({ name: path, data: "x" }),
    reason: /not a valid Office file|damaged/,
  })),
  {
    name: "link.docx",
    bytes: () => docxWith({ name: "word/link.xml", data: "/etc/passwd", mode: 0o120_777 }),
    reason: /not a valid Office file/,
  },
  {
    name: "twice.docx",
    bytes: () => docxWith({ name: "word/document.xml", data: "<w:document/>" }),
    reason: /not a valid Office file/,
  },
  {
    name: "encrypted.docx",
    bytes: () => docxWith({ name: "word/x.xml", data: "x", flags: 1 }),
    reason: /password-protected\. Save it without a password/,
  },
  ...(["docx", "xlsx", "pptx"] as const).flatMap((type) => [
    {
      name: `laughs.${type}`,
      bytes: () => withDoctype(type, LAUGHS),
      reason: /not a valid Office file/,
    },
  ]),
];

/** Files that are read despite their content; only the tower is text. */
export const READ: Hostile[] = [
  {
    name: "script.pdf",
    bytes: () =>
      makePdfOf([pdfText("The tower is 41 metres high.", 50, 700)], {
        catalog:
          "/OpenAction << /S /JavaScript /JS (app.alert('boo'); while(true);) >> /AA << /WC << /S /Launch /F (/bin/sh) >> >>",
      }),
  },
  {
    name: "late.pdf",
    bytes: () => new Uint8Array(Buffer.concat([Buffer.from("junk ".repeat(180)), good()])),
  },
  {
    name: "huge page.pdf",
    bytes: () =>
      makePdfOf([pdfText("The tower is 41 metres high.", 50, 700)], {
        page: "/MediaBox [0 0 1000000 1000000]",
      }),
  },
  { name: "form loop.pdf", bytes: loopOfForms },
  {
    name: "page named as a document.pdf",
    bytes: () => latin("<!doctype html><p>The tower is 41 metres high.</p>"),
  },
  { name: "document named as text.txt", bytes: good },
  {
    name: "wide.txt",
    bytes: () => new Uint8Array(Buffer.from("\ufeffThe tower is 41 metres high.", "utf16le")),
  },
];

const LAUGHS = `<!DOCTYPE x [<!ENTITY a "ha">${Array.from({ length: 12 }, (_, i) => `<!ENTITY ${String.fromCharCode(98 + i)} "${`&${String.fromCharCode(97 + i)};`.repeat(10)}">`).join("")}]>`;
export const outsideEntity = (url: string) =>
  `<!DOCTYPE x SYSTEM "${url}" [<!ENTITY m SYSTEM "${url}"><!ENTITY % p SYSTEM "${url}"> %p;]>`;

/** An Office file whose main part starts with a DOCTYPE. */
export function withDoctype(type: "docx" | "xlsx" | "pptx", doctype: string): Uint8Array {
  const main = { docx: "word/document.xml", xlsx: "xl/workbook.xml", pptx: "ppt/presentation.xml" }[type];
  return makeZip([
    { name: "[Content_Types].xml", data: "<Types/>" },
    { name: main, data: `<?xml version="1.0"?>${doctype}<x>&m;</x>` },
  ]);
}

function rubbish(): Uint8Array {
  let seed = 20_261;
  return Uint8Array.from({ length: 50_000 }, () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed >> 16;
  });
}

/** Pages that share one content stream, so the file stays small. */
function manyPages(count: number): Uint8Array {
  const kids = Array.from({ length: count }, (_, i) => `${5 + i} 0 R`).join(" ");
  const page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>";
  return writePdf([
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${kids}] /Count ${count} >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    "<< /Length 0 >>\nstream\n\nendstream",
    ...Array.from({ length: count }, () => page),
  ]);
}

/** A page tree that contains itself. */
function loopOfPages(): Uint8Array {
  return writePdf([
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Count 9 >>",
    "<< /Type /Pages /Parent 3 0 R /Kids [2 0 R] /Count 3 0 R >>",
  ]);
}

/** Drawings that draw each other. */
function loopOfForms(): Uint8Array {
  const form = (other: string) =>
    `<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X ${other} >> >> /Length 5 >>\nstream\n/X Do\nendstream`;
  return writePdf([
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> /XObject << /X 6 0 R >> >> /Contents 5 0 R >>",
    stream(`${pdfText("The tower is 41 metres high.", 50, 700)} /X Do`),
    form("7 0 R"),
    form("6 0 R"),
  ]);
}

const stream = (text: string, more = "") =>
  `<< /Length ${text.length} ${more} >>\nstream\n${text}\nendstream`;

/** A page whose content inflates from a few kilobytes to `megabytes`. */
export function flateBomb(megabytes: number): Uint8Array {
  const packed = deflateSync(Buffer.alloc(megabytes * 1_000_000, "q Q 1 0 0 1 0 0 cm (a) Tj ")).toString(
    "latin1",
  );
  return writePdf([
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>",
    stream(packed, "/Filter /FlateDecode"),
  ]);
}

/** A valid file of each kind, for fuzzing. */
export const CORPUS: Record<string, Uint8Array> = {
  "a.pdf": good(),
  "a.docx": docxWith({ name: "word/comments.xml", data: "<w:comments/>" }),
  "a.xlsx": makeXlsx([
    { name: "Towers", rows: [["Height"], ["The tower is 41 metres high."]], hiddenRow: 9 },
  ]),
  "a.pptx": makePptx([{ title: "Tower", lines: ["The tower is 41 metres high."], notes: "Boats." }]),
  "a.html": latin(
    "<!doctype html><style>.a{color:red}</style><p style='opacity:1'>The tower is 41 metres high.</p>",
  ),
  "a.md": latin("# Tower\n\nThe tower is <!-- not --> 41 metres high.\n\n| a | b |\n| - | - |\n| 1 | 2 |"),
  "a.csv": latin("name,height\ntower,41 metres"),
  "a.json": latin('{"tower":{"height":"41 metres"}}'),
};
