/** As an address can hold it, while it is typed: small letters, digits, hyphens; full width taken as half. */
export const slugTyped = (typed: string): string =>
  typed.normalize("NFKC").toLowerCase().replace(/[\s_.]+/g, "-").replace(/[^a-z0-9-]/g, "").replace(/-{2,}/g, "-").replace(/^-/, "");
