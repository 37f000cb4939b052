import { type Id, parseId } from "#lib/core/ids.ts";

type Params = Record<string, string>;

export const sourceIdOf = (params: Params): Id<"src"> => parseId("src", params.id ?? "", "source");
export const ingestionIdOf = (params: Params): Id<"ing"> => parseId("ing", params.id ?? "", "ingestion");
