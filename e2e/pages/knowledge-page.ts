import { expect, type Locator, type Page } from "@playwright/test";

type DroppedFile = { name: string; text: string };

/** The knowledge of a chatbot in Studio, in the words a person sees. */
export class KnowledgePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(path = ""): Promise<void> {
    await this.page.goto(`/admin/demo/knowledge${path}`);
    await this.ready();
  }

  /** The live stream is open, so nothing is missed from now on. */
  async ready(): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(this.page.locator("[data-live]")).toBeAttached();
  }

  source(name: string): Locator {
    return this.page.getByRole("list", { name: "Sources" }).getByRole("listitem").filter({ hasText: name });
  }

  get dock(): Locator {
    return this.page.getByRole("region", { name: "Uploads" });
  }

  file(name: string): Locator {
    return this.dock.getByRole("listitem").filter({ hasText: name });
  }

  /** The row of a document on the page of its source. */
  document(name: string): Locator {
    return this.page.getByRole("list", { name: "Documents" }).getByRole("listitem").filter({ hasText: name });
  }

  /** Drops files on the page as a person does, from outside of it. */
  async drop(files: DroppedFile[]): Promise<void> {
    const data = await this.page.evaluateHandle((all) => {
      const transfer = new DataTransfer();
      for (const { name, text } of all) transfer.items.add(new File([text], name));
      return transfer;
    }, files);
    await this.page.dispatchEvent("body", "dragover", { dataTransfer: data });
    await this.page.dispatchEvent("body", "drop", { dataTransfer: data });
  }
}
