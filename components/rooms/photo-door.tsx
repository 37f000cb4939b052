"use client";

import { Camera, ImagePlus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type DragEvent, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import type { PhotoSuggestion } from "#lib/photo/schema.ts";
import { PhotoPreview } from "./photo-preview.tsx";
import { PhotoSuggestions } from "./photo-suggestions.tsx";
import type { Photo } from "./use-photo.ts";

/** Without HEIC, so that Apple's devices convert their photos. The server reads HEIC from others. */
const ACCEPTED = "image/jpeg,image/png,image/webp";

type PhotoDoorProps = {
  photo: Photo;
  /** Whether the instance has a model that might understand photos. */
  hasVision: boolean;
  chosen: string;
  onChoose: (file: File) => void;
  onRemove: () => void;
  onPick: (suggestion: PhotoSuggestion) => void;
};

/** Starts a room from a photo: a preview at once, then topics that it suggests. */
export function PhotoDoor({ photo, hasVision, chosen, onChoose, onRemove, onPick }: PhotoDoorProps) {
  const t = useTranslations("rooms.photo");
  const drop = (event: DragEvent) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file && hasVision) onChoose(file);
  };
  return (
    <section
      className="grid gap-2.5"
      aria-labelledby="room-photo"
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <h2 id="room-photo" className="text-small font-strong">
        {t("label")}
      </h2>
      {photo.kind === "none" ? (
        <div className="grid justify-items-start gap-3 rounded-panel border border-dashed border-line-strong px-4 py-4">
          <p className="text-small text-pretty text-ink-muted">{t(hasVision ? "hint" : "noVision")}</p>
          {hasVision && <FileButtons onChoose={onChoose} />}
        </div>
      ) : (
        <div className="grid gap-4 rounded-panel border border-line bg-raised p-4">
          <PhotoPreview key={photo.url} photo={photo} />
          <div role="status" className="text-small text-pretty text-ink-soft">
            {photo.kind === "reading" && t("reading")}
            {photo.kind === "failed" && <span className="text-danger">{photo.message}</span>}
            {photo.kind === "ready" && photo.analysis.caption}
          </div>
          {photo.kind === "ready" && (
            <PhotoSuggestions suggestions={photo.analysis.suggestions} chosen={chosen} onPick={onPick} />
          )}
          <div className="flex flex-wrap gap-2">
            <FileButtons onChoose={onChoose} isAgain />
            <Button variant="ghost" onClick={onRemove}>
              <X aria-hidden />
              {t("remove")}
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}

function FileButtons({ onChoose, isAgain }: { onChoose: (file: File) => void; isAgain?: boolean }) {
  const t = useTranslations("rooms.photo");
  const file = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const input = (ref: typeof file, capture?: "environment") => (
    <input
      ref={ref}
      type="file"
      accept={ACCEPTED}
      capture={capture}
      hidden
      onChange={({ target }) => {
        const [chosen] = target.files ?? [];
        if (chosen) onChoose(chosen);
        // The same file can be chosen again.
        target.value = "";
      }}
    />
  );
  return (
    <div className="flex flex-wrap gap-2">
      {input(file)}
      {input(camera, "environment")}
      <Button onClick={() => file.current?.click()}>
        <ImagePlus aria-hidden />
        {t(isAgain ? "another" : "choose")}
      </Button>
      <Button className="pointer-fine:hidden" onClick={() => camera.current?.click()}>
        <Camera aria-hidden />
        {t("take")}
      </Button>
    </div>
  );
}
