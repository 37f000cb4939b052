# One image for every role: SERVICE_TYPE selects what a process does (docs/deploy.md).
ARG NODE_IMAGE=node:24.21.0-trixie-slim
ARG BASE_IMAGE=debian:trixie-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /parley
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
# Types are checked by `npm test`, which also sees the files that are not in the image.
RUN TYPES_ARE_CHECKED=1 npm run build \
  && npm prune --omit=dev --no-audit --no-fund \
  && sh deploy/prune-image.sh

FROM ${BASE_IMAGE}
WORKDIR /parley
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=build /parley ./
# Nothing but /data is written, so the container can run with a read-only root.
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin parley \
  && install --directory --owner parley --group parley --mode 700 /data
USER parley
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    DATA_DIR=/data \
    TMPDIR=/data \
    NODE_COMPILE_CACHE=/data/compile-cache
VOLUME /data
EXPOSE 3000
# Liveness only: a process that waits for its database must not be restarted. It listens once it has started.
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/api/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server.ts", "--bundle"]
