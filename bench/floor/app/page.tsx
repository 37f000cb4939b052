"use client";

import { useState } from "react";

/** The least a page can do: post what was typed and show the text as it comes. */
export default function Page() {
  const [text, setText] = useState("");
  const ask = async (question: string) => {
    const body = JSON.stringify({ message: { parts: [{ type: "text", text: question }] } });
    const response = await fetch("/api/floor", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      for (const match of part.value.matchAll(/"delta":"((?:[^"\\]|\\.)*)"/g)) {
        setText((before) => before + JSON.parse(`"${match[1]}"`));
      }
    }
  };
  return (
    <main>
      <textarea
        aria-label="Message"
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          void ask(event.currentTarget.value);
        }}
      />
      <div role="log">{text}</div>
    </main>
  );
}
