import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { mockApi } from "./src/testing/mock/plugin.ts";

const server = `http://127.0.0.1:${process.env.HUIKE_PORT ?? "8000"}`;
// As if the page came from the server itself: its CSRF check compares the origin.
const api = { target: server, changeOrigin: true, headers: { Origin: server } };

/** Ant Design's scroll lock without its style element: see src/lib/scrollLock.ts. */
const ownScrollLock: Plugin = {
  name: "huike-own-scroll-lock",
  enforce: "pre",
  resolveId: (source, importer) =>
    source === "./useScrollLocker" && importer?.includes("@rc-component/portal")
      ? fileURLToPath(new URL("./src/lib/scrollLock.ts", import.meta.url))
      : null,
};

export default defineConfig({
  plugins: [ownScrollLock, react(), ...(process.env.HUIKE_MOCK ? [mockApi()] : [])],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { host: "127.0.0.1", proxy: { "/api": api } },
  preview: { host: "127.0.0.1", proxy: { "/api": api } },
  build: {
    target: "es2022",
    // The CSP allows no data: scripts or styles, and tiny files are cached better whole.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler|react-router)[\\/]/, priority: 3 },
            { name: "echarts", test: /node_modules[\\/](echarts|zrender)[\\/]/, priority: 3 },
          ],
        },
      },
    },
  },
});
