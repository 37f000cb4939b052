import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import Markdown from "react-markdown";
import remarkGfm from "remark-gfm";
import { type DocumentSource, typeOf } from "./golden.ts";
import { writePresentation } from "./write-presentation.ts";
import { writeWorkbook } from "./write-workbook.ts";

const run = promisify(execFile);
const CONVERT_MS = 120_000;
/** Writer's own filter: without it, HTML is opened as a web page, which has no pages. */
const FILTERS: Record<string, string> = { docx: "docx:MS Word 2007 XML", pdf: "pdf:writer_pdf_Export" };

export type Made = { made: string[]; lacking: { path: string; reason: string }[] };

/** Puts the corpus into a folder, as far as this machine has what it is made of. */
export async function makeDocuments(
  sources: DocumentSource[],
  folder: string,
  scratch: string,
): Promise<Made> {
  mkdirSync(folder, { recursive: true });
  const office = new Office(scratch);
  const result: Made = { made: [], lacking: [] };
  for (const source of sources) {
    const reason = missing(source) ?? (await make(source, join(folder, source.path), office));
    if (reason) result.lacking.push({ path: source.path, reason });
    else result.made.push(source.path);
  }
  return result;
}

function missing(source: DocumentSource): string | null {
  const gone = inputsOf(source).find((file) => !existsSync(file));
  if (!gone) return null;
  return source.package ? `${gone} is missing: apt-get install ${source.package}` : `${gone} is missing`;
}

function inputsOf(source: DocumentSource): string[] {
  if ("file" in source) return [source.file];
  if ("markdown" in source) return source.markdown;
  if ("html" in source) return [source.html];
  if ("csv" in source) return [source.csv];
  if ("outline" in source) return [source.outline];
  return source.sheets.map((sheet) => sheet.file);
}

/** @returns why it could not be made, or null */
async function make(source: DocumentSource, target: string, office: Office): Promise<string | null> {
  if ("file" in source) {
    const bytes = readFileSync(source.file);
    writeFileSync(target, source.file.endsWith(".gz") ? gunzipSync(bytes) : bytes);
    return null;
  }
  if ("markdown" in source) {
    const page = toHtml(source.markdown.map((file) => readFileSync(file, "utf8")).join("\n\n"));
    if (typeOf(source.path) !== "html") return office.convert("page.html", page, target);
    writeFileSync(target, page);
    return null;
  }
  if ("html" in source) return office.convert("page.html", readFileSync(source.html), target);
  if ("csv" in source) return office.convert(basename(source.csv), readFileSync(source.csv), target);
  if ("outline" in source)
    return office.convert("talk.fodp", writePresentation(readFileSync(source.outline, "utf8")), target);
  const sheets = source.sheets.map(({ name, file }) => ({
    name,
    text: readFileSync(file, "utf8"),
    isTabbed: extname(file) !== ".csv",
  }));
  return office.convert("book.fods", writeWorkbook(sheets), target);
}

function toHtml(markdown: string): string {
  const body = renderToStaticMarkup(createElement(Markdown, { remarkPlugins: [remarkGfm] }, markdown));
  return `<!doctype html><html><head><meta charset="utf-8"></head><body>${body}</body></html>`;
}

/** LibreOffice with a separate profile, so that a running instance does not take the job. */
class Office {
  readonly #scratch: string;
  constructor(scratch: string) {
    this.#scratch = scratch;
  }

  async convert(name: string, content: string | Uint8Array, target: string): Promise<string | null> {
    mkdirSync(this.#scratch, { recursive: true });
    const input = join(this.#scratch, name);
    writeFileSync(input, content);
    const type = typeOf(target);
    const isPage = name.endsWith(".html");
    const { code, text } = await run(
      "soffice",
      [
        `-env:UserInstallation=file://${join(this.#scratch, "profile")}`,
        "--headless",
        ...(isPage ? ["--infilter=HTML (StarWriter)"] : []),
        "--convert-to",
        (isPage && FILTERS[type]) || type,
        "--outdir",
        this.#scratch,
        input,
      ],
      { timeout: CONVERT_MS },
    ).then(
      ({ stdout, stderr }) => ({ code: null, text: `${stdout}${stderr}` }),
      (error) => ({ code: error.code as string | number, text: String(error.stderr || error.message) }),
    );
    if (code === "ENOENT")
      return "soffice is missing: apt-get install libreoffice-writer libreoffice-calc libreoffice-impress";
    const output = join(this.#scratch, `${basename(name, extname(name))}.${type}`);
    if (!existsSync(output)) return `soffice produced nothing: ${text.trim().split("\n").at(-1) ?? ""}`;
    renameSync(output, target);
    return null;
  }
}
