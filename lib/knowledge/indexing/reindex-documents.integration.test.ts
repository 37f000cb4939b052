import { expect, it } from "vitest";
import { idToUuid } from "#lib/core/ids.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeLab } from "../../../testing/knowledge/make-lab.ts";
import { WORD_INDEX_VERSION } from "./index-words.ts";
import { reindexDocuments } from "./reindex-documents.ts";
import { requestReindexing } from "./request-reindexing.ts";

const run = { signal: new AbortController().signal };
const documents = {
  "cable.md": "# Cables\n\nThe Wi-Fi/Bluetooth stick and the KX-90B lead are in the lower box.",
  "garden.md": "# Garden\n\nWater the beds in the morning and rake the leaves.",
};

type Lab = Awaited<ReturnType<typeof makeLab>>;

/** Replaces the postings by those of the first version: the words as the database separates them. */
async function age({ ctx }: Lab): Promise<void> {
  const tenant = [idToUuid(ctx.tenantId)];
  await asOwner("delete from platform.postings where tenant_id = $1", tenant);
  await asOwner(
    `insert into platform.postings (tenant_id, chatbot_id, lexeme, document_id, ordinals, frequencies, lengths)
     select c.tenant_id, c.chatbot_id, w.lexeme, c.document_id, array[c.ordinal], array[cardinality(w.positions)], array[20]
     from platform.chunks c, unnest(to_tsvector(c.language, c.context || ' ' || c.content)) w where c.tenant_id = $1`,
    tenant,
  );
  await asOwner(
    "update platform.documents set word_index = 1, lexeme_count = 20 where tenant_id = $1",
    tenant,
  );
}

const state = ({ ctx }: Lab) =>
  asOwner(
    `select d.path, d.word_index, d.lexeme_count, array(
       select p.lexeme || p.ordinals::text || p.frequencies::text || p.lengths::text from platform.postings p
       where p.tenant_id = d.tenant_id and p.document_id = d.id order by 1) as postings
     from platform.documents d where d.tenant_id = $1 order by d.path`,
    [idToUuid(ctx.tenantId)],
  );

it("makes the postings that a new document would get when an earlier version made them", async () => {
  const lab = await makeLab("english", documents);
  const fresh = await state(lab);
  expect(fresh.map((row) => row.word_index)).toEqual([WORD_INDEX_VERSION, WORD_INDEX_VERSION]);
  await age(lab);
  expect((await lab.first("Bluetooth")).isCovered).toBe(false);
  expect(await requestReindexing(lab.ctx)).toBe(1);
  await reindexDocuments(lab.ctx, lab.chatbotId, run);
  expect(await state(lab)).toEqual(fresh);
  expect(await lab.first("Bluetooth")).toMatchObject({ path: "cable.md", isCovered: true });
  expect(await requestReindexing(lab.ctx)).toBe(0);
});

it("finds plain words in documents of an earlier version before they are indexed again", async () => {
  const lab = await makeLab("english", documents);
  await age(lab);
  expect(await lab.first("rake the leaves")).toMatchObject({
    path: "garden.md",
    isCovered: true,
    answerable: true,
  });
});

it("continues where an earlier run stopped", async () => {
  const lab = await makeLab("english", documents);
  await age(lab);
  const aborted = { signal: AbortSignal.abort(new Error("stopped")) };
  await expect(reindexDocuments(lab.ctx, lab.chatbotId, aborted)).rejects.toThrow("stopped");
  await asOwner("update platform.documents set word_index = $2 where tenant_id = $1 and path = 'cable.md'", [
    idToUuid(lab.ctx.tenantId),
    WORD_INDEX_VERSION,
  ]);
  await reindexDocuments(lab.ctx, lab.chatbotId, run);
  expect((await state(lab)).map((row) => row.word_index)).toEqual([WORD_INDEX_VERSION, WORD_INDEX_VERSION]);
});
