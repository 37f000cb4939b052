import { setTimeout as sleep } from "node:timers/promises";
import { makeJpeg } from "#lib/images/testing/photos.ts";

/** Photos that a process analyzes at once by default. */
const AT_ONCE = 2;
const PAUSE_MS = 100;

/** What a model says about a photo. */
export const VISION = JSON.stringify({
  caption: "Two bicycles lean against a brick wall.",
  suggestions: ["Ride", "Repair", "Routes"].map((title) => ({ title, topic: `Let us talk: ${title}.` })),
});

type Place = { url: string; apiKey: string };

/** Uploads photos of a phone's size, the next as soon as one is analyzed. `stop` returns how many were. */
export function keepUploading({ url, apiKey }: Place): { stop(): Promise<number> } {
  let isOver = false;
  let analyzed = 0;
  const upload = async (photo: Buffer) => {
    const body = new FormData();
    body.set("photo", new Blob([new Uint8Array(photo)], { type: "image/jpeg" }), "photo.jpg");
    const headers = { authorization: `Bearer ${apiKey}` };
    const response = await fetch(`${url}/api/photo-analysis/upload`, { method: "POST", headers, body });
    if (response.status !== 201) throw new Error(`upload: ${response.status} ${await response.text()}`);
    await response.json();
    analyzed += 1;
  };
  const loop = async () => {
    const photo = await makeJpeg(4_000, 3_000);
    while (!isOver) {
      await upload(photo);
      await sleep(PAUSE_MS);
    }
  };
  const loops = Promise.all(Array.from({ length: AT_ONCE }, loop));
  loops.catch(() => undefined);
  return {
    async stop() {
      isOver = true;
      await loops;
      return analyzed;
    },
  };
}
