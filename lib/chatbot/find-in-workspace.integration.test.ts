import { expect, it } from "vitest";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import { joinWorkspaceAs, makePerson } from "#testing/people/person.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { findInWorkspace } from "./find-in-workspace.ts";

async function makeShop() {
  const tenant = await makeTenant("Lamp shop");
  const [editor, viewer] = [await makePerson("Edda"), await makePerson("Vera")];
  const as = {
    editor: await joinWorkspaceAs(tenant.ctx, editor, "editor"),
    viewer: await joinWorkspaceAs(tenant.ctx, viewer, "viewer"),
  };
  const document = {
    sourceId: tenant.sourceId,
    path: "100%_off.md",
    mediaType: "text/markdown" as const,
    text: "# Discounts\n\nLamps in winter.",
  };
  await putDocument(tenant.ctx, document);
  return { ...tenant, as, editor };
}

it("finds chatbots, sources, documents and members by part of their name, in their own workspace only", async () => {
  const [shop, other] = [await makeShop(), await makeShop()];
  const find = async (text: string) =>
    (await findInWorkspace(shop.as.editor, text)).map(({ kind, name }) => `${kind} ${name}`);
  expect(await find("LAMP SHOP")).toEqual(["chatbot Lamp shop bot"]);
  expect(await find("discount")).toEqual(["document Discounts"]);
  expect(await find("edda")).toEqual(["member Edda"]);
  expect(await find(shop.editor.email)).toEqual(["member Edda"]);
  expect(await find(other.editor.email)).toEqual([]);
  expect(await find("test")).toContain("source Test");
});

it("takes signs as they are, and nothing for an empty text", async () => {
  const { as, visitor } = await makeShop();
  expect(await findInWorkspace(as.viewer, "100%_")).toMatchObject([{ kind: "document" }]);
  expect(await findInWorkspace(as.viewer, "%")).toHaveLength(1);
  expect(await findInWorkspace(as.viewer, "1_0")).toEqual([]);
  for (const text of ["", "  ", "\u0000"]) expect(await findInWorkspace(as.viewer, text)).toEqual([]);
  expect(await findInWorkspace(visitor(), "lamp")).toEqual([]);
});
