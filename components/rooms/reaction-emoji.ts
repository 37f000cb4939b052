/** Offered first; any other emoji can be typed. */
export const offeredEmoji = [
  ..."👍👎😀😂🥰😮😢😡🎉👏🙏🔥",
  "❤️",
  ..."💯✅❌👀🤔🙌🚀💡",
  "☕",
  ..."👋🤝",
] as const;

const oneEmoji = "^\\p{RGI_Emoji}$";

/** The last emoji in a text, as a keyboard inserts it; null if there is none. */
export function emojiIn(text: string): string | null {
  const emoji = new RegExp(oneEmoji, "v");
  const signs = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  return signs.findLast((sign) => emoji.test(sign)) ?? null;
}
