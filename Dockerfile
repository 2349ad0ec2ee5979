# One image; web, worker and the one-shot migration differ by command:
#   node apps/web/dist/server.mjs | node apps/worker/dist/main.mjs | node migrate.mjs
# scripts/check-containers.ts replays the build stage outside of Docker: keep COPY and RUN of that stage simple.

FROM node:24.21.0-bookworm-slim AS build
ENV CI=true NEXT_TELEMETRY_DISABLED=1 TURBO_TELEMETRY_DISABLED=1
RUN npm install --global pnpm@12.18.0
WORKDIR /build
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml turbo.json .gitignore ./
COPY patches patches
COPY apps/web/package.json apps/web/package.json
COPY apps/worker/package.json apps/worker/package.json
COPY bench/package.json bench/package.json
COPY packages/api/package.json packages/api/package.json
COPY packages/core/package.json packages/core/package.json
COPY packages/db/package.json packages/db/package.json
COPY packages/wbot/package.json packages/wbot/package.json
COPY tooling/services/package.json tooling/services/package.json
COPY tooling/testkit/package.json tooling/testkit/package.json
COPY tooling/typescript/package.json tooling/typescript/package.json
RUN pnpm install --frozen-lockfile
COPY tooling/typescript tooling/typescript
COPY packages packages
COPY apps apps
RUN pnpm turbo run build --filter=@tiktickets/web --filter=@tiktickets/worker --output-logs=new-only
COPY scripts scripts
RUN node scripts/pack-runtime.ts runtime

FROM node:24.21.0-bookworm-slim AS runtime
LABEL org.opencontainers.image.title="TikTickets" \
      org.opencontainers.image.licenses="AGPL-3.0-or-later"
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data DEMO=off NEXT_TELEMETRY_DISABLED=1 \
    NODE_OPTIONS=--max-semi-space-size=4 MALLOC_ARENA_MAX=2
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=build --chown=root:root /build/runtime ./
USER node
VOLUME /data
EXPOSE 3000
CMD ["node", "apps/web/dist/server.mjs"]
