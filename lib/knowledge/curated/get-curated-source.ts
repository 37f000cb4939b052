import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { findSource } from "../queries/sources.ts";
import { connectors } from "../sources/connector-by-kind.ts";

/** @throws ParleyError not_found, invalid for a source that holds documents */
export async function getCuratedSource(ctx: Context, sourceId: Id<"src">) {
  const source = await findSource(ctx, sourceId);
  if (!source) throw notFound("source");
  if (connectors[source.kind].holds !== "curatedAnswers")
    throw new ParleyError("invalid", "This source contains documents, not questions and answers.");
  return source;
}
