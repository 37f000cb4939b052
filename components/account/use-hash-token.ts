"use client";

import { useEffect, useState } from "react";

/**
 * The token behind the `#` of this page's address: browsers send it to no server. It is taken out of the address at once.
 * `undefined` until the page runs, `""` where there is none.
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
