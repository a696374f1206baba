const HOME = "Asia/Shanghai";

/** China's for who reads Chinese, wherever the browser is; for others the browser's own. */
export const likelyZone = (language: string, browser = new Intl.DateTimeFormat().resolvedOptions().timeZone): string =>
  language.startsWith("en") ? browser || HOME : HOME;

/** All that the browser knows; the chosen one always among them. */
export function houseZones(chosen: string): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return known.includes(chosen) ? known : [chosen, ...known];
}
