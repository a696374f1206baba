import type { Paint } from "./EChart";

/** Axes, grid and tooltip as every trend of the console has them. */
export const axisLook = (paint: Paint) => ({
  axisLine: { lineStyle: { color: paint("line") } },
  axisTick: { show: false },
  axisLabel: { color: paint("text-3"), fontSize: 12, hideOverlap: true },
  splitLine: { lineStyle: { color: paint("line-2") } },
});

interface TipLine {
  marker: string;
  name: string;
  value: string;
}

/**
 * A tooltip's content as elements: HTML strings with inline styles would be refused by the content security
 * policy.
 */
export function tip(title: string, lines: readonly TipLine[]): HTMLElement {
  const box = document.createElement("div");
  const head = box.appendChild(document.createElement("div"));
  head.textContent = title;
  head.className = "cap t3";
  for (const { marker, name, value } of lines) {
    const line = box.appendChild(document.createElement("div"));
    line.className = "between";
    const left = line.appendChild(document.createElement("span"));
    left.className = "row";
    const dot = left.appendChild(document.createElement("i"));
    Object.assign(dot.style, { width: "8px", height: "8px", borderRadius: "2px", background: marker });
    left.append(name);
    const right = line.appendChild(document.createElement("b"));
    right.className = "b";
    right.textContent = value;
  }
  return box;
}

export const tooltipLook = (paint: Paint) => ({
  trigger: "axis" as const,
  backgroundColor: paint("ground"),
  borderColor: paint("line"),
  borderWidth: 1,
  padding: [8, 12],
  textStyle: { color: paint("text-1"), fontSize: 13, fontWeight: 400 as const },
  extraCssText: "box-shadow: 0 6px 24px rgba(10, 30, 28, .12); border-radius: 8px;",
});
