/** Text for an element or attribute of XML. */
export function escapeXml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

const NAMESPACES = [
  ...["office", "style", "text", "table", "presentation"].map((name) => [name, `${name}:1.0`]),
  ["draw", "drawing:1.0"],
  ["number", "datastyle:1.0"],
]
  .map(([prefix, name]) => `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${name}"`)
  .concat(
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"',
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"',
    'xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"',
  )
  .join(" ");

/** A document in OpenDocument's single-file form, which LibreOffice reads. */
export function flatDocument(
  kind: "presentation" | "spreadsheet",
  parts: { automatic: string; master?: string; body: string },
): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<office:document ${NAMESPACES} office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.${kind}">
<office:automatic-styles>${parts.automatic}</office:automatic-styles>
${parts.master ? `<office:master-styles>${parts.master}</office:master-styles>` : ""}
<office:body><office:${kind}>${parts.body}</office:${kind}></office:body>
</office:document>`;
}
