import { expectClean } from "#e2e/fixtures/axe.ts";
import { heights, looks } from "#e2e/fixtures/looks.ts";
import { shoot } from "#e2e/fixtures/shoot.ts";
import { heic, makeJpeg } from "#lib/images/testing/photos.ts";
import { expect, test } from "./fixtures.ts";

test.use({ modelApi: "chat", group: "photos", bypassCSP: true });
test.setTimeout(90_000);

const vision = {
  caption: "Two bicycles lean against a red brick wall in the sun.",
  suggestions: [
    { title: "Saturday ride", topic: "Where shall we ride this Saturday, and who brings lunch?" },
    { title: "Bike repair", topic: "Help each other with brakes, gears, and flat tires." },
    { title: "City routes", topic: "Safe and quiet ways across the city." },
    { title: "Old bikes", topic: "What did you ride before, and where is it now?" },
  ],
};

for (const { width, colorScheme } of looks) {
  test.describe(`${width} ${colorScheme}`, () => {
    test.use({ viewport: { width, height: heights[width] }, colorScheme, reducedMotion: "reduce" });

    test("a photo suggests topics, and becomes the room's picture", async ({ host, guest, model }) => {
      const { page } = host;
      const shot = (name: string) => shoot(page, `${name}-${width}-${colorScheme}`, { fullPage: true });
      let say = () => {};
      model.script({
        text: JSON.stringify(vision),
        until: new Promise<void>((resolve) => {
          say = resolve;
        }),
      });
      await page.goto("/rooms/new");
      await expect(page.getByRole("textbox", { name: "Topic" })).toBeEnabled();
      await shot("photo-door");
      const photo = { name: "ride.jpg", mimeType: "image/jpeg", buffer: await makeJpeg(1_200, 2_000) };
      await page.locator("input[type=file]").first().setInputFiles(photo);
      await expect(page.getByRole("img", { name: "The photo you chose" })).toBeVisible();
      await shot("photo-reading");
      say();
      await expect(page.getByText(vision.caption)).toBeVisible();
      await page.getByRole("button", { name: /^Bike repair/ }).click();
      const topic = page.getByRole("textbox", { name: "Topic" });
      await expect(topic).toHaveValue("Bike repair");
      await expect(topic).toBeFocused();
      await topic.fill("Bike repair café");
      await expect(page.getByLabel("First message (optional)")).toHaveValue(
        vision.suggestions[1]?.topic ?? "",
      );
      await shot("photo-suggestions");
      await expectClean(page, "room-new-photo");
      await page.getByLabel("Your name").fill("Hugo");
      await page.getByRole("button", { name: "Create room" }).click();
      await host.live();
      await expect(host.message("flat tires")).toBeVisible();
      const path = new URL(page.url()).pathname;
      await guest.page.goto(path);
      const cover = guest.page.getByRole("img", { name: "Room photo" });
      await expect(cover).toBeVisible();
      await expect
        .poll(() => cover.evaluate((image: HTMLImageElement) => image.naturalWidth))
        .toBeGreaterThan(0);
      await shoot(guest.page, `photo-join-${width}-${colorScheme}`);
      if (width === 390) await host.openPanel();
      await shot("photo-panel");
    });
  });
}

test("a photo that the browser cannot show is shown once the server has read it", async ({ host, model }) => {
  model.script({ text: JSON.stringify(vision) });
  const { page } = host;
  await page.goto("/rooms/new");
  await expect(page.getByRole("textbox", { name: "Topic" })).toBeEnabled();
  const photo = { name: "ride.heic", mimeType: "image/heic", buffer: heic };
  await page.locator("input[type=file]").first().setInputFiles(photo);
  const preview = page.getByRole("img", { name: vision.caption });
  await expect.poll(() => preview.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(48);
});

test.describe("without a model that understands photos", () => {
  test.use({ expectedErrors: /503|415/ });

  test("the page says so and a topic still starts a room", async ({ host, model }) => {
    model.script({
      fault: {
        kind: "status",
        status: 400,
        body: { error: { message: "This model does not support images." } },
      },
    });
    const { page } = host;
    await page.goto("/rooms/new");
    await expect(page.getByRole("textbox", { name: "Topic" })).toBeEnabled();
    const photo = { name: "ride.jpg", mimeType: "image/jpeg", buffer: await makeJpeg() };
    await page.locator("input[type=file]").first().setInputFiles(photo);
    await expect(
      page.getByText("can't read photos. Enter a topic or choose a template instead"),
    ).toBeVisible();
    const wrong = { name: "a.jpg", mimeType: "image/jpeg", buffer: Buffer.from("not a photo") };
    await page.locator("input[type=file]").first().setInputFiles(wrong);
    await expect(page.getByText("This is not a photo.")).toBeVisible();
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByRole("button", { name: /^Workshop questions/ }).click();
    await page.getByLabel("Your name").fill("Hugo");
    await page.getByRole("button", { name: "Create room" }).click();
    await host.live();
  });
});
