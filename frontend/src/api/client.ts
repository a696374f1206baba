/** Talking to /api/v1: JSON in, JSON out, and every refusal an ApiProblem. Tells, never acts: no toasts here. */

export interface ProblemDetail {
  pointer?: string;
  code?: string;
  detail?: string;
}

export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly errors: ProblemDetail[] = [],
    readonly requestId: string | null = null,
    readonly retryAfter: number | null = null,
  ) {
    super(detail || code);
    this.name = "ApiProblem";
  }

  /** The sentence about one field of what was sent, by its JSON pointer's last part. */
  about(field: string): string | undefined {
    return this.errors.find((error) => error.pointer?.split("/").pop() === field)?.detail;
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>;

const BASE = "/api/v1";
let csrfFromSession = "";
let language = "zh-CN";

export const rememberCsrf = (token: string): void => void (csrfFromSession = token);
export const speak = (locale: string): void => void (language = locale);

const csrfCookie = (): string | undefined => /(?:^|;\s*)[^=;]*csrf[^=;]*=([^;]+)/i.exec(document.cookie)?.[1];
const csrf = (): string => csrfCookie() ?? csrfFromSession;

/** Asking who is signed in brings the cookie, to strangers as well. */
const askForCsrf = (): Promise<unknown> => fetch(address("/session"), { credentials: "same-origin" }).catch(() => undefined);

export function address(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const search = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString();
  return BASE + path + (search ? `?${search}` : "");
}

async function problemIn(response: Response): Promise<ApiProblem> {
  const requestId = response.headers.get("X-Request-Id");
  const wait = Number(response.headers.get("Retry-After"));
  const retryAfter = Number.isFinite(wait) && wait > 0 ? wait : null;
  try {
    const body = (await response.json()) as Record<string, unknown>;
    const code = typeof body.type === "string" ? (body.type.split("/").pop() ?? "") : "";
    const detail = body.detail ?? body.title;
    const errors = Array.isArray(body.errors) ? (body.errors as ProblemDetail[]) : [];
    return new ApiProblem(response.status, code, typeof detail === "string" ? detail : "", errors, requestId, retryAfter);
  } catch {
    return new ApiProblem(response.status, "unreadable", "", [], requestId, retryAfter);
  }
}

async function send(method: string, path: string, query?: Query, body?: unknown, key?: string): Promise<Response> {
  // A stranger who came by a link has no cookie yet; an open tab loses it when the browser's cookies are cleared.
  if (method !== "GET" && csrfCookie() === undefined) await askForCsrf();
  try {
    return await sendOnce(method, path, query, body, key);
  } catch (problem) {
    // Refused before anything was done, so the same may be sent again, once, with a new token.
    if (!(problem instanceof ApiProblem) || problem.code !== "csrf-failed") throw problem;
    await askForCsrf();
    return sendOnce(method, path, query, body, key);
  }
}

async function sendOnce(method: string, path: string, query?: Query, body?: unknown, key?: string): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", "Accept-Language": language };
  if (method !== "GET") headers["X-CSRFToken"] = csrf();
  if (key !== undefined) headers["Idempotency-Key"] = key;
  let payload: BodyInit | null = null;
  if (body instanceof FormData) payload = body;
  else if (body !== undefined) {
    headers["Content-Type"] = "application/json";
    payload = JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(address(path, query), { method, headers, body: payload, credentials: "same-origin" });
  } catch {
    throw new ApiProblem(0, "offline", "");
  }
  if (!response.ok) throw await problemIn(response);
  return response;
}

async function read<T>(response: Response): Promise<T> {
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

export const api = {
  get: async <T>(path: string, query?: Query): Promise<T> => read<T>(await send("GET", path, query)),
  post: async <T>(path: string, body?: unknown, query?: Query): Promise<T> => read<T>(await send("POST", path, query, body)),
  /** What moves value: sent again under the same key it is answered again, and done once. */
  once: async <T>(path: string, body: unknown, key: string): Promise<T> => read<T>(await send("POST", path, undefined, body, key)),
  put: async <T>(path: string, body?: unknown): Promise<T> => read<T>(await send("PUT", path, undefined, body)),
  patch: async <T>(path: string, body?: unknown): Promise<T> => read<T>(await send("PATCH", path, undefined, body)),
  delete: async <T>(path: string, body?: unknown): Promise<T> => read<T>(await send("DELETE", path, undefined, body)),
  /** A file of the API, with the name the server gives it. */
  file: async (path: string, query?: Query): Promise<{ blob: Blob; name: string | null }> => {
    const response = await send("GET", path, query);
    const disposition = response.headers.get("Content-Disposition") ?? "";
    const utf8 = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
    const plain = /filename="?([^";]+)"?/i.exec(disposition)?.[1];
    return { blob: await response.blob(), name: utf8 ? decodeURIComponent(utf8) : (plain ?? null) };
  },
};
