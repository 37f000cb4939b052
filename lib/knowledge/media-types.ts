/** In bytes of UTF-8. */
export const DOCUMENT_MAX_BYTES = 10_000_000;
/** For binary files. Pictures add to the size but are not read. */
export const FILE_MAX_BYTES = 50_000_000;

export const textMediaTypes = [
  "text/markdown",
  "text/html",
  "text/plain",
  "text/csv",
  "application/json",
] as const;
export type TextMediaType = (typeof textMediaTypes)[number];

/** Binary file types, by media type. */
export const fileTypes = {
  "application/pdf": "pdf",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
} as const;
type FileMediaType = keyof typeof fileTypes;
export type FileType = (typeof fileTypes)[FileMediaType];
export type MediaType = TextMediaType | FileMediaType;

const byExtension: Record<string, MediaType> = {
  md: "text/markdown",
  markdown: "text/markdown",
  html: "text/html",
  htm: "text/html",
  xhtml: "text/html",
  txt: "text/plain",
  text: "text/plain",
  csv: "text/csv",
  tsv: "text/csv",
  json: "application/json",
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
};

/** Supported file name extensions, without the dot. */
export const fileExtensions = Object.keys(byExtension);

export function isTextMediaType(mediaType: string): mediaType is TextMediaType {
  return (textMediaTypes as readonly string[]).includes(mediaType);
}

/** The media type implied by a file name; null if it is not supported. */
export function mediaTypeOf(path: string): MediaType | null {
  const extension = /\.([^./]+)$/.exec(path)?.[1] ?? "";
  return byExtension[extension.toLowerCase()] ?? null;
}
