"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { photoUrl } from "./photo-api.ts";
import type { Photo } from "./use-photo.ts";

/** Browsers that cannot show the file itself, such as HEIC, show the server's JPEG once it exists. */
export function PhotoPreview({ photo }: { photo: Exclude<Photo, { kind: "none" }> }) {
  const t = useTranslations("rooms.photo");
  const [isUnreadable, setUnreadable] = useState(false);
  const stored = photo.kind === "ready" ? photoUrl(photo.analysis.id) : null;
  const src = isUnreadable ? stored : photo.url;
  const className = "aspect-video w-full rounded-xl bg-sunken object-cover";
  if (!src) return <div className={className} />;
  return (
    // biome-ignore lint/performance/noImgElement: a local file and a private one, which Next cannot optimize
    <img
      src={src}
      alt={photo.kind === "ready" ? photo.analysis.caption : t("preview")}
      className={`${className} ${photo.kind === "reading" ? "animate-pulse motion-reduce:animate-none" : ""}`}
      onError={() => setUnreadable(true)}
    />
  );
}
