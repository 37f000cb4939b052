/** The package has no types of its own. */
declare module "heic-decode" {
  type HeicImage = { width: number; height: number; decode(): Promise<{ data: Uint8ClampedArray }> };
  const decode: { all(of: { buffer: Uint8Array }): Promise<HeicImage[]> };
  // biome-ignore lint/style/noDefaultExport: as the package has it
  export default decode;
}
