import { expect, type Locator, type Page } from "@playwright/test";

/** A room, by the labels that people see. */
export class RoomPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Creates a room as the person who is signed in, and waits until it is live. */
  async create(
    topic: string,
    { manner, password, preset }: { manner?: string; password?: string; preset?: string } = {},
  ): Promise<string> {
    await this.page.goto("/rooms/new");
    await this.page.getByRole("textbox", { name: "Topic" }).fill(topic);
    await this.page.getByLabel("Chatbot", { exact: true }).selectOption({ label: "Kestrel Support" });
    if (manner) await this.page.getByLabel("The chatbot answers").selectOption({ label: manner });
    if (password) await this.page.getByLabel("Password (optional)").fill(password);
    if (preset) await this.page.getByRole("button", { name: preset, exact: true }).click();
    await this.page.getByLabel("Your name").fill("Hugo");
    await this.page.getByRole("button", { name: "Create room" }).click();
    await expect(this.page).toHaveURL(/\/r\/[A-Z0-9]{4,20}$/);
    await this.live();
    return new URL(this.page.url()).pathname;
  }

  async join(path: string, name: string): Promise<void> {
    await this.page.goto(path);
    await this.page.getByLabel("Your name").fill(name);
    await this.page.getByRole("button", { name: "Join" }).click();
    await this.live();
  }

  async live(): Promise<void> {
    await expect(this.page.locator("[data-connection=live]")).toBeVisible();
  }

  async say(text: string): Promise<void> {
    await this.box.fill(text);
    await this.send.click();
  }

  async react(text: string, emoji: string): Promise<void> {
    const message = this.message(text);
    // Phones do not hover.
    await message.focus();
    await message.getByRole("button", { name: /^React to/ }).click();
    await message.getByRole("button", { name: emoji, exact: true }).click();
  }

  /** Opens the people and settings if they are not shown beside the messages. */
  async openPanel(): Promise<void> {
    await this.page.getByRole("button", { name: /^People and settings/ }).click();
  }

  async moderate(name: string, ...steps: string[]): Promise<void> {
    await this.page.getByRole("button", { name: `Actions for ${name}` }).click();
    for (const step of steps) await this.page.getByRole("button", { name: step, exact: true }).click();
  }

  async confirm(action: string): Promise<void> {
    await this.page.getByRole("alertdialog").getByRole("button", { name: action }).click();
  }

  get box(): Locator {
    return this.page.getByRole("textbox", { name: "Your message" });
  }

  get send(): Locator {
    return this.page.getByRole("button", { name: "Send", exact: true });
  }

  get messages(): Locator {
    return this.page.locator(".messages > li[id]");
  }

  message(text: string | RegExp): Locator {
    return this.messages.filter({ hasText: text });
  }

  /** Messages of this page that are not in the room's log yet. */
  get unsent(): Locator {
    return this.page.locator(".messages > li[data-state]");
  }

  get answers(): Locator {
    return this.messages.filter({ has: this.page.locator(".prose") });
  }

  get passage(): Locator {
    return this.page.getByRole("region", { name: "Passage used in the answer" });
  }

  get scroll(): Locator {
    return this.page.getByRole("region", { name: "Messages" });
  }

  scrollTop(): Promise<number> {
    return this.scroll.evaluate(({ scrollTop }) => scrollTop);
  }
}
