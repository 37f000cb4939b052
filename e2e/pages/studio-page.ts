import { expect, type Locator, type Page } from "@playwright/test";
import type { AppServer } from "#e2e/fixtures/app-server.ts";
import { comeIn } from "#e2e/fixtures/sign-in.ts";
import { ChatPage } from "./chat-page.ts";

/** Chatbots in Studio, in the words a person sees. */
export class StudioPage {
  readonly page: Page;
  readonly app: AppServer;
  readonly tenant: string;

  constructor(page: Page, app: AppServer, tenant = "demo") {
    this.page = page;
    this.app = app;
    this.tenant = tenant;
  }

  async comeIn(): Promise<void> {
    await comeIn(this.page, this.app);
  }

  /** Makes a chatbot past the form, open to everyone. */
  async make(body: { name: string; template?: string }): Promise<{ id: string; handle: string }> {
    const response = await this.page.request.post(`/api/admin/${this.tenant}/chatbots`, {
      data: { visibility: "public", ...body },
    });
    expect(response.status()).toBe(201);
    return (await response.json()) as { id: string; handle: string };
  }

  async stored(id: string) {
    const response = await this.page.request.get(`/api/admin/${this.tenant}/chatbots/${id}`);
    expect(response.status()).toBe(200);
    return response.json();
  }

  /** Changes it by API, as another editor would. */
  async change(id: string, fields: object): Promise<{ linkToken: string | null }> {
    const { version } = await this.stored(id);
    const response = await this.page.request.patch(`/api/admin/${this.tenant}/chatbots/${id}`, {
      data: { version, ...fields },
    });
    expect(response.status()).toBe(200);
    return response.json();
  }

  async open(id: string): Promise<void> {
    await this.page.goto(`/admin/${this.tenant}/chatbots/${id}`);
    await this.hydrated(this.name);
  }

  /** What is typed or clicked from now on is heard. */
  async hydrated(element: Locator): Promise<void> {
    await expect
      .poll(() => element.evaluate((node) => Object.keys(node).some((key) => key.startsWith("__reactProps"))))
      .toBe(true);
  }

  get chat(): ChatPage {
    return new ChatPage(this.page);
  }

  get name(): Locator {
    return this.page.getByLabel("Name", { exact: true });
  }

  get persona(): Locator {
    return this.page.getByLabel("Instructions");
  }

  get save(): Locator {
    return this.page.locator("[data-slot=save-bar]").getByRole("button", { name: "Save", exact: true });
  }

  get toast(): Locator {
    return this.page.locator("[data-slot=toast]");
  }

  async saved(): Promise<void> {
    await this.save.click();
    await expect(this.toast).toContainText("Saved");
  }
}
