"use client";

import { useMemo } from "react";
import { encode } from "uqr";

/** The white margin in modules that scanners need (ISO/IEC 18004). */
const MARGIN = 4;

/** A QR code, dark on white in every theme because cameras need that. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { path, size } = useMemo(() => {
    const { data, size } = encode(text, { border: 0, ecc: "M" });
    const path = data
      .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + MARGIN} ${y + MARGIN}h1v1h-1z` : "")))
      .join("");
    return { path, size: size + 2 * MARGIN };
  }, [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      className="w-48 rounded-lg bg-white"
      shapeRendering="crispEdges"
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
