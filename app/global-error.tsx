"use client";

import { Button } from "#components/ui/button.tsx";
import "./globals.css";
import { MessagePage } from "#components/ui/message-page.tsx";

/** Stands in when the layout itself has failed, and with it the provider of the texts: the words are here. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en">
      <body>
        <MessagePage
          title="Something went wrong"
          body="This page couldn't be displayed. Your conversations are safe on the server."
          note={error.digest && `Reference: ${error.digest}`}
        >
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
        </MessagePage>
      </body>
    </html>
  );
}
