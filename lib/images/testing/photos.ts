import sharp from "sharp";

/** EXIF with a GPS position, which no stored picture may keep. */
const exif = {
  IFD0: { Make: "Parley" },
  IFD3: {
    GPSLatitudeRef: "N",
    GPSLatitude: "52/1 31/1 12/1",
    GPSLongitudeRef: "E",
    GPSLongitude: "13/1 24/1 18/1",
  },
};

const canvas = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 30, g: 90, b: 160 } } });

/** A photo with a GPS position, stored lying on its side: shown, it is `height` wide. */
export function makeJpeg(width = 320, height = 200): Promise<Buffer> {
  return canvas(width, height).withMetadata({ orientation: 6, exif }).jpeg().toBuffer();
}

export const makePng = (width = 320, height = 200) => canvas(width, height).png().toBuffer();
export const makeWebp = (width = 320, height = 200) => canvas(width, height).webp().toBuffer();

/** A PNG of a few kilobytes with more pixels than allowed. */
export const makeBomb = () => canvas(10_000, 6_000).png({ compressionLevel: 9 }).toBuffer();

/** Few bytes and within the limit of pixels, but all of it is in memory while it is decoded. */
export const makeHeavyJpeg = () =>
  canvas(7_000, 7_000).withMetadata({ orientation: 6 }).jpeg({ progressive: true }).toBuffer();

/** 64 x 48 pixels coded as HEVC, with a rotation by a quarter and a GPS position. */
export const heic = Buffer.from(
  "AAAAGGZ0eXBoZWljAAAAAG1pZjFoZWljAAABbW1ldGEAAAAAAAAAIWhkbHIAAAAAAAAAAHBpY3QAAAAAAAAAAAAAAAAAAAAADnBpdG0AAAAAAAEAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAAACAABFeGlmAAAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAtGlwcnAAAACWaXBjbwAAAHFodmNDAQQIAAAAn6gAAAAAHvAA/P34+AAADwOgAAEAF0ABDAH//wQIAAADAJ+oAAADAAAeugJAoQABACZCAQEECAAAAwCfqAAAAwAAHqAggxZbq5G0uaAgAAADACAAAAMDIaIAAQAGRAHBcYESAAAAFGlzcGUAAAAAAAAAQAAAADAAAAAJaXJvdAEAAAAWaXBtYQAAAAAAAAABAAEDgQKDAAAALGlsb2MAAAAARAAAAgABAAAAAQAAAY0AAAA/AAIAAAABAAABzAAAAJ4AAADlbWRhdAAAADsoAawngISm/6VL/6VWh6TnvGpTkCTNWx7Fak79zy9ThgOXGWh5VSr9EFn/GxpdpEH8OElJWCGVWn1WLAAAAAZFeGlmAABNTQAqAAAACAACAQ8AAgAAAAcAAAAmiCUABAAAAAEAAAAuAAAAAFBhcmxleQAAAAQAAQACAAAAAk4AAAAAAgAFAAAAAwAAAGQAAwACAAAAAkUAAAAABAAFAAAAAwAAAHwAAAAAAAAANAAAAAEAAAAfAAAAAQAAAAwAAAABAAAADQAAAAEAAAAYAAAAAQAAABIAAAAB",
  "base64",
);

export const svg = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><image href="file:///etc/passwd"/></svg>',
);

/** Starts as a GIF and is a script. */
export const gifScript = Buffer.from("GIF89a/*\u0001\u0001*/=1;alert(document.domain)");

/** A photo with an archive after its end. */
export async function makePhotoWithArchive(): Promise<Buffer> {
  return Buffer.concat([await makeJpeg(), Buffer.from("PK\u0003\u0004<script>alert(1)</script>")]);
}
