import { expect, type Locator, type Page } from "@playwright/test";
import type { ConversationList, MessagePage } from "#lib/conversation/schema.ts";

/** The chat of a public chatbot, in the words a person sees. */
export class ChatPage {
  readonly page: Page;
  readonly handle: string;

  constructor(page: Page, handle = "support") {
    this.page = page;
    this.handle = handle;
  }

  async open(conversationId?: string): Promise<void> {
    await this.page.goto(`/c/${this.handle}${conversationId ? `?conversation=${conversationId}` : ""}`);
    await this.ready();
  }

  /** Hydrated: what is typed from now on is heard. */
  async ready(): Promise<void> {
    await expect(this.box).toBeVisible();
    await this.page.waitForFunction(() => {
      const box = document.querySelector("textarea#message");
      return box !== null && Object.keys(box).some((key) => key.startsWith("__reactProps"));
    });
  }

  async ask(text: string): Promise<void> {
    await this.box.fill(text);
    // On a touch keyboard, Enter makes a new line.
    const isTouch = await this.page.evaluate(() => matchMedia("(hover: none) and (pointer: coarse)").matches);
    if (isTouch) await this.send.tap();
    else await this.box.press("Enter");
  }

  /** Asks once the answer before has ended, and waits until this one has ended in whatever state. */
  async askAndWait(text: string): Promise<string> {
    await expect(this.stop).toBeHidden();
    const before = await this.answers.count();
    await this.ask(text);
    await expect(this.answers).toHaveCount(before + 1);
    await this.idle();
    return this.text();
  }

  /** No answer is being written. */
  async idle(): Promise<void> {
    await expect(
      this.lastAnswer.getByRole("button", { name: /^(Copy|Retry|Regenerate)$/ }).first(),
    ).toBeVisible();
    await expect(this.stop).toBeHidden();
  }

  get box(): Locator {
    return this.page.getByRole("textbox", { name: "Your message" });
  }

  get send(): Locator {
    return this.page.getByRole("button", { name: "Send", exact: true });
  }

  get stop(): Locator {
    return this.page.getByRole("button", { name: "Stop", exact: true });
  }

  get questions(): Locator {
    return this.page.locator(".message-user .bubble");
  }

  get answers(): Locator {
    return this.page.locator(".message-answer");
  }

  get lastAnswer(): Locator {
    return this.answers.last();
  }

  /** The answer's own words: no buttons, no status. */
  get prose(): Locator {
    return this.lastAnswer.locator(".prose").first();
  }

  /** How the last answer ended, where it did not simply end. */
  get status(): Locator {
    return this.lastAnswer.locator(".turn-status");
  }

  get retry(): Locator {
    return this.page.getByRole("button", { name: "Retry" });
  }

  get regenerate(): Locator {
    return this.page.getByRole("button", { name: "Regenerate" });
  }

  get copy(): Locator {
    return this.lastAnswer.getByRole("button", { name: "Copy", exact: true });
  }

  get notice(): Locator {
    return this.page.locator(".notice");
  }

  get thinking(): Locator {
    return this.page.locator(".thinking");
  }

  get newChat(): Locator {
    return this.page.getByRole("button", { name: "New chat" }).first();
  }

  get starters(): Locator {
    return this.page.getByRole("list", { name: "Suggested questions" }).getByRole("button");
  }

  mark(number: number): Locator {
    return this.lastAnswer.getByRole("button", { name: new RegExp(`^Source ${number}: `) }).first();
  }

  get sources(): Locator {
    return this.lastAnswer.getByRole("list", { name: "Sources" }).getByRole("button");
  }

  /** The open source: next to the chat on a wide page, over it on a narrow one. */
  get source(): Locator {
    return this.page
      .getByRole("complementary", { name: /^Source \d+$/ })
      .or(this.page.getByRole("dialog", { name: /^Source \d+$/ }));
  }

  get passage(): Locator {
    return this.source.getByRole("region", { name: "Passage used in the answer" });
  }

  get list(): Locator {
    return this.page.getByRole("navigation", { name: "Your conversations" });
  }

  row(title: string | RegExp): Locator {
    return this.list.getByRole("link", { name: title });
  }

  /** The newest answer as rendered: never the plain text shown until the Markdown code is loaded. */
  async text(): Promise<string> {
    await expect(this.prose).not.toHaveAttribute("aria-busy");
    return (await this.prose.textContent()) ?? "";
  }

  get conversationId(): string {
    return new URL(this.page.url()).searchParams.get("conversation") ?? "";
  }

  /** Waits for the server's name of a conversation, which the address then shows. */
  async named(): Promise<string> {
    await expect
      .poll(() => this.conversationId, { message: "the conversation's name in the address" })
      .not.toBe("");
    return this.conversationId;
  }

  /** What the server keeps of the conversation. */
  async stored(id = this.conversationId): Promise<MessagePage> {
    const response = await this.page.request.get(`/api/conversations/${id}/messages`);
    expect(response.status()).toBe(200);
    return (await response.json()) as MessagePage;
  }

  async storedAnswer(id = this.conversationId): Promise<MessagePage["messages"][number]> {
    const last = (await this.stored(id)).messages.at(-1);
    if (last?.role !== "assistant") throw new Error("The conversation does not end with an answer.");
    return last;
  }

  async storedList(query = ""): Promise<ConversationList> {
    const response = await this.page.request.get(`/api/conversations?chatbot=${this.handle}&q=${query}`);
    expect(response.status()).toBe(200);
    return (await response.json()) as ConversationList;
  }
}
