/**
 * Darkens the page behind a dialog. Stands in for Radix's own overlay, which writes a style element to lock scrolling:
 * the content security policy refuses that.
 */
export function Backdrop() {
  return <div className="fixed inset-0 z-40 animate-fade bg-black/35" aria-hidden />;
}
