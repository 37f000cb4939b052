import { useMemo } from "react";
import { textSegments } from "./text-segments.ts";

type RoomTextProps = { text: string; names: readonly string[]; self: string };

/** A person's message, with links and mentions; a mention of the reader stands out. */
export function RoomText({ text, names, self }: RoomTextProps) {
  const segments = useMemo(() => textSegments(text, names), [text, names]);
  return segments.map((segment, at) => {
    const key = at;
    switch (segment.kind) {
      case "text":
        return segment.text;
      case "link":
        return (
          <a
            key={key}
            href={segment.href}
            target="_blank"
            rel="noopener noreferrer nofollow ugc"
            className="text-accent underline underline-offset-[0.2em]"
          >
            {segment.text}
          </a>
        );
      case "mention": {
        const isSelf = segment.name.toLocaleLowerCase() === self.toLocaleLowerCase();
        return (
          <b
            key={key}
            className={`font-strong ${isSelf ? "rounded-sm bg-accent-wash px-0.5" : "text-accent"}`}
          >
            {segment.text}
          </b>
        );
      }
      default:
        return segment satisfies never;
    }
  });
}
