import AxeBuilder from "@axe-core/playwright";
import { comeIn } from "#e2e/fixtures/sign-in.ts";
import { expect, test } from "#e2e/fixtures/test.ts";

test.use({ bypassCSP: true });

test("plans: the operator limits a workspace by keyboard, and the limit holds from then on", async ({
  app,
  page,
}) => {
  await comeIn(page, app, "/ops");
  const slug = `plan-${Math.random().toString(36).slice(2, 8)}`;
  const name = `Planned ${slug}`;
  await page.request.post("/api/account/workspaces", { data: { name, slug } });
  const makeChatbot = () =>
    page.request.post(`/api/admin/${slug}/chatbots`, {
      data: { name: "Another", template: "blank", visibility: "public" },
    });
  expect((await makeChatbot()).status()).toBe(201);

  await page.reload();
  const edit = page.getByRole("button", { name: `Edit plan for ${name}` });
  const sheet = page.getByRole("dialog", { name: `Plan for ${name}` });
  await expect(edit).toBeEnabled();
  await edit.press("Enter");
  await sheet.getByLabel("Plan", { exact: true }).selectOption({ label: "Standard (this server's limits)" });
  await expect(sheet.getByLabel("Chatbots", { exact: true })).toHaveAttribute("placeholder", "20");
  await sheet.getByLabel("Chatbots", { exact: true }).fill("1");
  await sheet.getByLabel("No limit for Documents").check();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await sheet.getByRole("button", { name: "Save" }).press("Enter");
  await expect(sheet).toBeHidden();
  await expect(edit).toBeFocused();
  expect((await makeChatbot()).status()).toBe(402);

  await edit.click();
  await expect(sheet.getByLabel("Chatbots", { exact: true })).toHaveValue("1");
  await expect(sheet.getByLabel("No limit for Documents")).toBeChecked();
  await sheet.getByLabel("Chatbots", { exact: true }).fill("");
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(sheet).toBeHidden();
  expect((await makeChatbot()).status()).toBe(201);
});
