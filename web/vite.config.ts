import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { onePage } from './one-page.ts';

export default defineConfig({
  plugins: [svelte({ configFile: false, preprocess: vitePreprocess() }), onePage()],
  build: {
    outDir: process.env.SPILLWAY_WEB_OUT ?? '../artifacts/web',
    emptyOutDir: false, // the fixture page of the tests lies there too
    target: 'es2022',
    sourcemap: false,
    modulePreload: false,
    cssCodeSplit: false,
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    chunkSizeWarningLimit: 2_000,
    reportCompressedSize: false,
    rolldownOptions: { input: 'report.html' },
  },
  test: {
    environment: 'node',
    include: ['tests/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
