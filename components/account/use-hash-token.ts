"use client";

import { useEffect, useState } from "react";

/**
 * Returns the token in the URL fragment, which browsers send to no server, and removes it from the URL.
 * `undefined` before hydration, `""` when there is none.
 */
export function useHashToken(): string | undefined {
  const [token, setToken] = useState<string | undefined>();
  useEffect(() => {
    const found = location.hash.slice(1);
    if (found) history.replaceState(history.state, "", location.pathname + location.search);
    setToken((known) => found || (known ?? ""));
  }, []);
  return token;
}
