import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "./icon-button.tsx";

/** The scrolling content of a sheet below its head. */
export const sheetBodyClass = "min-h-0 flex-1 content-start overflow-y-auto overscroll-contain p-5";

type SheetHeadProps = {
  title: string;
  closeLabel: string;
  onClose: () => void;
  /** A back button before the title. */
  children?: ReactNode;
};

export function SheetHead({ title, closeLabel, onClose, children }: SheetHeadProps) {
  return (
    <div className="flex flex-none items-center gap-2 border-b border-line py-3.5 ps-5 pe-4">
      {children}
      <h2 className="flex-1 font-semibold">{title}</h2>
      <IconButton icon={X} label={closeLabel} onClick={onClose} />
    </div>
  );
}
