import type { Locator, Page } from "@playwright/test";
import { ChatPage } from "./chat-page.ts";

/** The start page, with the live demo in it. */
export class HomePage {
  readonly page: Page;
  readonly demo: ChatPage;

  constructor(page: Page) {
    this.page = page;
    this.demo = new ChatPage(page);
  }

  async open(): Promise<void> {
    await this.page.goto("/");
    await this.demo.ready();
  }

  get heading(): Locator {
    return this.page.getByRole("heading", { level: 1 });
  }

  get fullScreen(): Locator {
    return this.page.getByRole("link", { name: "Open full screen" });
  }
}
