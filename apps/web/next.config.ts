import path from 'node:path';
import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: true,
  transpilePackages: ['@tiktickets/api', '@tiktickets/core'],
  serverExternalPackages: ['bullmq', 'ioredis', 'pg', 'postgres', '@node-rs/argon2', 'pino'],
  // `pnpm typecheck` is the one place that checks types; a first start need not pay for it again.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: path.resolve(import.meta.dirname, '../..') },
  experimental: { optimizePackageImports: ['radix-ui', 'lucide-react'] },
};

const withIntl = createNextIntlPlugin({
  requestConfig: './src/lib/i18n/request.ts',
  // The texts are parsed when they are built: no parser in the browser.
  experimental: { messages: { path: './src/messages', locales: 'infer', format: 'json', precompile: true } },
});
export default withIntl(config);
