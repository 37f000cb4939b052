import { ParleyError } from "#lib/core/errors.ts";
import { findInvisibleCharacters } from "../find-invisible-characters.ts";
import type { HiddenText } from "../hidden-text.ts";
import { normalizeText } from "../normalize-text.ts";
import { assertTableSize } from "./assert-table-size.ts";
import { escapeMarkdown, writeTable } from "./write-table.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const MAX_DEPTH = 60;

/**
 * Converts JSON to Markdown: lists of uniform records become tables, other values nested lists. JSON nested
 * too deeply for lists is kept as text.
 */
export function parseJson(text: string): {
  title?: string;
  format: "markdown" | "text";
  content: string;
  hidden: HiddenText[];
} {
  let value: Json;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, "")) as Json;
  } catch {
    throw new ParleyError("invalid", "The file is not valid JSON.");
  }
  const title = isRecord(value)
    ? [value.title, value.name].find((name) => typeof name === "string")
    : undefined;
  if (isDeeperThan(MAX_DEPTH, value))
    return { format: "text", content: normalizeText(text).trim(), hidden: findInvisibleCharacters(text) };
  const blocks = writeBlocks(value);
  return {
    format: "markdown",
    ...(typeof title === "string" && title.trim() ? { title: normalizeText(title) } : {}),
    content: normalizeText(blocks).trim(),
    hidden: findInvisibleCharacters(blocks),
  };
}

/** A record's tables become sections, so that they are not nested in lists. */
function writeBlocks(value: Json): string {
  if (isTable(value)) return writeRecords(value);
  if (!isRecord(value)) return writeList(value, 0);
  const tables = Object.entries(value).filter((entry): entry is [string, Record<string, Json>[]] =>
    isTable(entry[1]),
  );
  const rest = Object.fromEntries(Object.entries(value).filter(([, part]) => !isTable(part)));
  const sections = tables.map(([name, rows]) => `## ${oneLine(name)}\n\n${writeRecords(rows)}`);
  return [Object.keys(rest).length > 0 ? writeList(rest, 0) : "", ...sections].filter(Boolean).join("\n\n");
}

function writeRecords(rows: Record<string, Json>[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  assertTableSize(rows.length + 1, names.length);
  return writeTable([names, ...rows.map((row) => names.map((name) => writeScalar(row[name] ?? null)))]);
}

function writeList(value: Json, depth: number): string {
  if (isScalar(value)) return escapeMarkdown(writeScalar(value));
  const indent = "  ".repeat(depth);
  const entries = Array.isArray(value) ? value.map((part) => ["", part] as const) : Object.entries(value);
  return entries
    .map(([name, part]) => {
      const label = name ? `**${oneLine(name)}**` : "";
      if (isScalar(part))
        return `${indent}- ${[label, escapeMarkdown(writeScalar(part))].filter(Boolean).join(": ")}`;
      return `${indent}- ${label || "·"}\n${writeList(part, depth + 1)}`;
    })
    .join("\n");
}

function isDeeperThan(limit: number, value: Json): boolean {
  let level = [value];
  for (let depth = 0; depth <= limit && level.length > 0; depth++) {
    level = level.flatMap((part) => (isScalar(part) ? [] : Object.values(part as object))) as Json[];
  }
  return level.length > 0;
}

const isScalar = (value: Json) => value === null || typeof value !== "object";
const isRecord = (value: Json): value is Record<string, Json> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function isTable(value: Json): value is Record<string, Json>[] {
  return (
    Array.isArray(value) &&
    value.length > 1 &&
    value.every((row) => isRecord(row) && Object.values(row).every(isScalar))
  );
}

function writeScalar(value: Json): string {
  return value === null ? "" : String(value).replace(/\s+/g, " ");
}

function oneLine(text: string): string {
  return escapeMarkdown(text.replace(/\s+/g, " ").trim());
}
