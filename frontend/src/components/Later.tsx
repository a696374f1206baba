import { Suspense } from "react";
import { Bones } from "./States";

/** Keeps the place of a picture that is fetched when needed. */
export function Later({ height, children }: { height: number; children: React.ReactNode }) {
  return <Suspense fallback={<Bones height={height} lines={6} />}>{children}</Suspense>;
}
