import {
  File as FileIcon,
  Folder,
  Globe,
  Link2,
  ListTree,
  type LucideIcon,
  MessagesSquare,
  TextQuote,
} from "lucide-react";
import type { SourceKind } from "#lib/knowledge/sources/source-kinds.ts";

export const kindIcons: Record<SourceKind, LucideIcon> = {
  folder: Folder,
  file: FileIcon,
  text: TextQuote,
  page: Link2,
  sitemap: ListTree,
  site: Globe,
  pairs: MessagesSquare,
};

export function KindIcon({ kind, className = "" }: { kind: SourceKind; className?: string }) {
  const Icon = kindIcons[kind];
  return <Icon aria-hidden className={`size-4.5 flex-none stroke-[1.6] text-ink-muted ${className}`} />;
}
