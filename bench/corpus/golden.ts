import { readFileSync } from "node:fs";
import { z } from "zod";

const packaged = { path: z.string(), package: z.string().optional(), version: z.string().optional() };
const documentSource = z.union([
  z.strictObject({ ...packaged, file: z.string() }),
  z.strictObject({ ...packaged, markdown: z.array(z.string()).min(1) }),
  z.strictObject({ ...packaged, html: z.string() }),
  z.strictObject({ ...packaged, csv: z.string() }),
  z.strictObject({ ...packaged, outline: z.string() }),
  z.strictObject({
    ...packaged,
    sheets: z.array(z.strictObject({ name: z.string(), file: z.string() })).min(1),
  }),
]);
const question = z.strictObject({
  document: z.string(),
  question: z.string(),
  /** Appears in the answering passage as a reader sees it. */
  fact: z.string(),
  page: z.number().int().positive().optional(),
  slide: z.number().int().positive().optional(),
  sheet: z.string().optional(),
  heading: z.string().optional(),
});
const golden = z.strictObject({
  about: z.string(),
  documents: z.array(documentSource),
  questions: z.array(question),
});

/** A document by its name in the corpus, whose ending is its type, and what it is or is made from. */
export type DocumentSource = z.infer<typeof documentSource>;
export type CorpusQuestion = z.infer<typeof question>;

export const typeOf = (path: string) => path.slice(path.lastIndexOf(".") + 1);

/** @throws when it does not have the form, or a question is about a document that is not listed */
export function readCorpus(path: string) {
  const corpus = golden.parse(JSON.parse(readFileSync(path, "utf8")));
  const known = new Set(corpus.documents.map((document) => document.path));
  const stray = corpus.questions.find((one) => !known.has(one.document));
  if (stray) throw new Error(`${path} asks about ${stray.document}, which is not among its documents.`);
  return corpus;
}
