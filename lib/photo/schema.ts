import { z } from "zod";

const CAPTION_MAX_CHARS = 200;
/** Fits the title of a room. */
const TITLE_MAX_CHARS = 80;
const TOPIC_MAX_CHARS = 200;
const FEWEST_SUGGESTIONS = 3;
const MOST_SUGGESTIONS = 6;

export type PhotoSuggestion = { title: string; topic: string };
/** What clients receive. */
export type PhotoAnalysis = { id: string; caption: string; suggestions: PhotoSuggestion[] };

const LINK =
  /\b[a-z][a-z0-9+.-]*:\/\/|\bwww\.|\b(?:javascript|data|mailto|tel):|\b[a-z0-9-]+\.[a-z]{2,}(?:\/|\b)|@\w+\.\w/i;

/** One line without links, markup or characters that could change how other text is read. */
const line = (most: number) =>
  z.string().transform((text) =>
    text
      .normalize("NFKC")
      .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}<>`[\]{}|*_#\\]+/gu, " ")
      .replace(/\s+/g, " ")
      .trim()
      .slice(0, most)
      .trim(),
  );

/** What the vision model must return. The limits apply to what is kept, not to what it writes. */
export const visionOutput = z.object({
  caption: z.string(),
  suggestions: z.array(z.object({ title: z.string(), topic: z.string() })),
});

const suggestion = z.object({ title: line(TITLE_MAX_CHARS), topic: line(TOPIC_MAX_CHARS) });

/**
 * Reads a model's output into a caption and three to six suggestions, each short, without links and unlike
 * the others.
 * @returns null if fewer remain
 */
export function readVisionOutput(output: z.infer<typeof visionOutput>): Omit<PhotoAnalysis, "id"> | null {
  const caption = line(CAPTION_MAX_CHARS).parse(output.caption);
  const titles = new Set<string>();
  const suggestions = output.suggestions
    .map((one) => suggestion.parse(one))
    .filter(({ title, topic }) => {
      const key = title.toLowerCase();
      if (!title || !topic || titles.has(key) || LINK.test(title) || LINK.test(topic)) return false;
      titles.add(key);
      return true;
    })
    .slice(0, MOST_SUGGESTIONS);
  if (!caption || LINK.test(caption) || suggestions.length < FEWEST_SUGGESTIONS) return null;
  return { caption, suggestions };
}
