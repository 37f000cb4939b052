import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { cleanImageInChild } from "./clean-image-in-child.ts";
import { IMAGE_MAX_BYTES } from "./limits.ts";
import {
  gifScript,
  heic,
  makeBomb,
  makeHeavyJpeg,
  makeJpeg,
  makePhotoWithArchive,
  makePng,
  makeWebp,
  svg,
} from "./testing/photos.ts";

describe("photos (UPL; rooms 19: HEIC, bomb, GPS)", () => {
  it("decodes JPEG, PNG, and WebP, and turns them upright", async () => {
    const jpeg = await cleanImageInChild(await makeJpeg(320, 200));
    expect(jpeg).toMatchObject({ width: 200, height: 320 });
    for (const bytes of [await makePng(), await makeWebp()])
      expect(await cleanImageInChild(bytes)).toMatchObject({ width: 320, height: 200 });
  });

  it("decodes HEIC, turned upright", async () => {
    const { image, width, height } = await cleanImageInChild(heic);
    expect([width, height]).toEqual([48, 64]);
    const { data } = await sharp(image).raw().toBuffer({ resolveWithObject: true });
    const [red = 0, green = 0, blue = 0] = data;
    expect(blue).toBeGreaterThan(red + 50);
    expect(blue).toBeGreaterThan(green + 20);
  });

  it("keeps no location, camera, or other metadata", async () => {
    const given = await makeJpeg();
    expect((await sharp(given).metadata()).exif?.toString("latin1")).toContain("Parley");
    for (const bytes of [given, heic, await makePhotoWithArchive()]) {
      const { image, thumbnail } = await cleanImageInChild(bytes);
      for (const one of [image, thumbnail]) {
        const { exif, xmp, iptc, icc, orientation, format } = await sharp(one).metadata();
        expect({ exif, xmp, iptc, icc, orientation, format }).toEqual({ format: "jpeg" });
        expect(one.toString("latin1")).not.toMatch(/Parley|script/);
      }
    }
  });

  it("limits the longest side to 1,600 pixels, 400 in the thumbnail", async () => {
    const { image, thumbnail, width, height } = await cleanImageInChild(await makePng(4_000, 1_000));
    expect([width, height]).toEqual([1_600, 400]);
    expect(await sharp(image).metadata()).toMatchObject({ width: 1_600 });
    expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 400, height: 100 });
  });

  it("refuses a decompression bomb before decoding", async () => {
    const bomb = await makeBomb();
    expect(bomb.length).toBeLessThan(IMAGE_MAX_BYTES / 10);
    await expect(cleanImageInChild(bomb)).rejects.toMatchObject({
      code: "invalid",
      message: "This photo is too large: it has more than 50 megapixels.",
    });
  });

  it("refuses SVG, scripts that look like pictures, and other files by their content", async () => {
    for (const bytes of [svg, gifScript, Buffer.from("%PDF-1.7"), Buffer.from("<html>")])
      await expect(cleanImageInChild(bytes)).rejects.toMatchObject({ code: "unsupported_type" });
  });

  it("refuses a picture whose content is of another kind than its first bytes", async () => {
    const disguised = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), svg]);
    await expect(cleanImageInChild(disguised)).rejects.toMatchObject({ code: "invalid" });
  });

  it("refuses damaged and empty files, and files over 15 MB", async () => {
    const cut = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2));
    for (const bytes of [cut(await makePng()), cut(heic), cut(await makeWebp())])
      await expect(cleanImageInChild(bytes)).rejects.toMatchObject({ code: "invalid" });
    await expect(cleanImageInChild(new Uint8Array())).rejects.toMatchObject({ code: "invalid" });
    await expect(cleanImageInChild(new Uint8Array(IMAGE_MAX_BYTES + 1))).rejects.toMatchObject({
      code: "too_large",
    });
  });

  it("ends a process that exceeds its time", async () => {
    const bytes = await makeJpeg();
    await expect(cleanImageInChild(bytes, { timeMs: 1, memoryBytes: 1_000_000_000 })).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(/too much time/),
    });
  });

  it("ends a process that exceeds its memory, and decodes the next picture", async () => {
    const limits = { timeMs: 60_000, memoryBytes: 250_000_000 };
    const heavy = await makeHeavyJpeg();
    expect(heavy.length).toBeLessThan(IMAGE_MAX_BYTES / 10);
    const before = process.memoryUsage.rss();
    await expect(cleanImageInChild(heavy, limits)).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(/too much time or memory/),
    });
    // The pixels were in the other process alone.
    expect(process.memoryUsage.rss() - before).toBeLessThan(100_000_000);
    expect(await cleanImageInChild(await makeJpeg(), limits)).toMatchObject({ width: 200, height: 320 });
  });
});
