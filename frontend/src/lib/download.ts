import { api, type Query } from "@/api/client";

/** Fetches a file of the API and hands it to the browser; a refusal is thrown, not saved as a file. */
export async function download(path: string, query: Query, fallbackName: string): Promise<void> {
  const { blob, name } = await api.file(path, query);
  const link = document.createElement("a");
  const url = URL.createObjectURL(blob);
  link.href = url;
  link.download = name ?? fallbackName;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has taken the blob by the next task.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
