import { readFileSync } from "node:fs";
import type { Locator } from "@playwright/test";
import { hydrated, pointer } from "#e2e/fixtures/hands.ts";
import type { Model } from "#e2e/fixtures/model.ts";
import { shoot } from "#e2e/fixtures/shoot.ts";
import { makeJpeg } from "#lib/images/testing/photos.ts";
import { expect, test } from "./fixtures.ts";

// The room of someone who was removed is refused, as is a photo that no model can read.
test.use({ modelApi: "chat", group: "photos", expectedErrors: /status of (?:40[134]|503)/ });

const vision = {
  caption: "A cargo bike stands in a workshop.",
  suggestions: [
    { title: "Bike repair", topic: "Help each other with brakes, gears, and error codes." },
    { title: "Saturday ride", topic: "Where shall we ride this Saturday?" },
    { title: "Old bikes", topic: "What did you ride before?" },
  ],
};
const ANSWER = "E07 is a fault of the motor controller [1].";
const photo = async () => ({ name: "bike.jpg", mimeType: "image/jpeg", buffer: await makeJpeg(1_200, 900) });

const beginnings = {
  "from a photo": { sees: true, title: "Bike repair" },
  "from a topic, without a model that reads photos": { sees: false, title: "Workshop evening" },
};

/** The demo's model as one that reads photos, or rejects them. */
function see(model: Model, sees: boolean): void {
  const body = { error: { message: "This model does not support images." } };
  model.script(sees ? { text: JSON.stringify(vision) } : { fault: { kind: "status", status: 400, body } });
}

for (const [name, { sees, title }] of Object.entries(beginnings)) {
  test(`${name}: a room, a guest on a phone, an answer with its source, and its end`, async ({
    host,
    guest,
    model,
  }, info) => {
    const [mouse, finger] = [pointer(false), pointer(true)];
    const { page } = host;
    const record: string[] = [];
    const started = performance.now();
    let at = { gestures: 0, time: started };
    const done = async (step: string) => {
      const gestures = mouse.gestures + finger.gestures;
      const seconds = (performance.now() - at.time) / 1_000;
      record.push(`${step}: ${gestures - at.gestures} in ${seconds.toFixed(1)} s`);
      const shot = `journey-${sees ? "photo" : "topic"}-${record.length}`;
      await shoot(page, `${shot}-host`);
      await shoot(guest.page, `${shot}-guest`);
      at = { gestures, time: performance.now() };
    };
    const button = (label: string | RegExp) => page.getByRole("button", { name: label, exact: true });
    const topic = page.getByRole("textbox", { name: "Topic" });
    const confirm = (label: string) =>
      mouse.press(page.getByRole("alertdialog").getByRole("button", { name: label }));
    const act = async (...steps: string[]) => {
      await mouse.press(button("Actions for Mara"));
      for (const step of steps) await mouse.press(button(step));
    };
    const tapIn = async (target: Locator) => {
      await hydrated(target);
      await finger.write(target, "Mara");
      await finger.press(guest.page.getByRole("button", { name: "Join" }));
      await guest.live();
    };

    see(model, sees);
    await page.goto("/rooms/new");
    await expect(topic).toBeEnabled();
    mouse.gestures += 1;
    await page
      .locator("input[type=file]")
      .first()
      .setInputFiles(await photo());
    if (sees) {
      await expect(page.getByText(vision.caption)).toBeVisible();
      await mouse.press(page.getByRole("button", { name: /^Bike repair/ }));
    } else {
      await expect(page.getByText("can't read photos. Enter a topic or choose a template")).toBeVisible();
      await mouse.press(button("Remove"));
      await mouse.write(topic, title);
    }
    await expect(topic).toHaveValue(title);
    mouse.gestures += 1;
    await page.getByLabel("Chatbot", { exact: true }).selectOption({ label: "Kestrel Support" });
    await mouse.write(page.getByLabel("Your name"), "Hugo");
    await mouse.press(button("Create room"));
    await expect(page).toHaveURL(/\/r\/[A-Z0-9]{4,20}$/);
    await host.live();
    await done("a room");

    finger.gestures += 1;
    await guest.page.goto(new URL(page.url()).pathname);
    await tapIn(guest.page.getByLabel("Your name"));
    await done("the guest is in");

    await mouse.write(host.box, "Welcome! Ask anything.");
    await page.keyboard.press("Enter");
    mouse.gestures += 1;
    await expect(guest.message("Welcome! Ask anything.")).toContainText("Hugo");
    await finger.write(guest.box, "Hi from my phone");
    await finger.press(guest.send);
    await expect(host.message("Hi from my phone")).toContainText("Mara");
    await done("both talk");

    model.script({ text: ANSWER });
    await finger.write(guest.box, "@bot What does error code E07 mean?");
    await finger.press(guest.send);
    for (const room of [host, guest]) await expect(room.answers).toContainText("motor controller");
    await finger.press(guest.answers.getByRole("button", { name: /^Source 1: / }).first());
    await expect(guest.passage).toContainText("E07");
    await done("an answer, and its source");
    await guest.page.keyboard.press("Escape");
    await expect(guest.passage).toBeHidden();

    await act("Mute…", "10 minutes");
    await expect(guest.page.getByText(/has muted you until/)).toBeVisible();
    await act("Remove");
    await confirm("Remove");
    await finger.press(guest.page.getByRole("button", { name: "Join again" }));
    await tapIn(guest.page.getByLabel("Your name"));
    await act("Ban");
    await confirm("Ban");
    await expect(guest.page.getByRole("heading", { name: "You were banned from this room" })).toBeVisible();
    await done("muted, removed, banned");

    await mouse.press(button("Archive room"));
    await confirm("Archive");
    await expect(host.box).toBeHidden();
    const download = page.waitForEvent("download");
    await mouse.press(page.getByRole("link", { name: "Markdown" }));
    const text = readFileSync(await (await download).path(), "utf8");
    for (const said of [`# ${title}`, "Hi from my phone", "motor controller"]) expect(text).toContain(said);
    await done("archived and exported");

    const gestures = mouse.gestures + finger.gestures;
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    const description = `${name}: ${gestures} gestures, ${seconds} s (${record.join("; ")})`;
    info.annotations.push({ type: "path", description });
    console.log(description);
    expect(gestures, "it does not become longer").toBeLessThan(40);
  });
}
