/**
 * Darkens the page behind a dialog. Replaces Radix's overlay, which adds a style element to lock scrolling:
 * the content security policy refuses that.
 */
export function Backdrop() {
  return <div className="fixed inset-0 z-40 animate-fade bg-black/35" aria-hidden />;
}
