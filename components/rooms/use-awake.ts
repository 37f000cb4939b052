import { useEffect, useState } from "react";

/** False once the page has been hidden for `milliseconds`, true again as soon as it is shown. */
export function useAwake(milliseconds: number): boolean {
  const [isAwake, setAwake] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const changed = () => {
      clearTimeout(timer);
      if (document.hidden) timer = setTimeout(() => setAwake(false), milliseconds);
      else setAwake(true);
    };
    changed();
    document.addEventListener("visibilitychange", changed);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", changed);
    };
  }, [milliseconds]);
  return isAwake;
}
