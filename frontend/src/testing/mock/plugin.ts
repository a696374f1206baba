import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";
import { answers, type Answer } from "./answers.ts";

/** Development only (`npm run mock`): answers /api/v1 with made-up figures, so that pages can be drawn without a server. */

const CSP = "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-mock'; img-src 'self' data:; frame-ancestors 'none'";

async function body(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString("utf8");
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://mock");
  const path = url.pathname.replace("/api/v1", "");
  const asked = { method: request.method ?? "GET", path, query: url.searchParams, body: await body(request) };
  for (const [method, pattern, act] of answers) {
    const match = method === asked.method ? pattern.exec(path) : null;
    if (!match) continue;
    const result: Answer = act({ ...asked, groups: match.slice(1) });
    response.statusCode = result.status ?? 200;
    response.setHeader("Content-Type", result.type ?? (response.statusCode >= 400 ? "application/problem+json" : "application/json"));
    response.end(result.text ?? JSON.stringify(result.json ?? null));
    return;
  }
  response.statusCode = 404;
  response.setHeader("Content-Type", "application/problem+json");
  response.end(JSON.stringify({ type: "/problems/not-found", title: "没有找到", status: 404, detail: `没有 ${path}` }));
}

export function mockApi(): Plugin {
  const handle = (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    if (request.url?.startsWith("/api/")) void answer(request, response);
    else next();
  };
  return {
    name: "huike-mock-api",
    configureServer: ({ middlewares }) => void middlewares.use(handle),
    configurePreviewServer: ({ middlewares }) => {
      middlewares.use((_request, response, next) => {
        response.setHeader("Content-Security-Policy", CSP);
        next();
      });
      middlewares.use(handle);
    },
    transformIndexHtml: (html) => html.replace("__CSP_NONCE__", "mock"),
  };
}
