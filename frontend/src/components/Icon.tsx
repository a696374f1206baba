/** The product's own line icons, 16 × 16. */
const PATHS = {
  home: ["M2 7.5 8 2.5l6 5V13.5H2z", "M6.5 13.5v-4h3v4"],
  properties: ["M3 2h3a1 1 0 0 1 1 1v3a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1z", "M10 2h3a1 1 0 0 1 1 1v3a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1z", "M3 9h3a1 1 0 0 1 1 1v3a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1v-3a1 1 0 0 1 1-1z", "M10 9h3a1 1 0 0 1 1 1v3a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1v-3a1 1 0 0 1 1-1z"],
  pencil: ["m10.5 2.5 3 3-8 8H2.5v-3z"],
  channels: ["M2 4h12M2 8h12M2 12h12", "M6 2.8v2.4M10 6.8v2.4M5 10.8v2.4"],
  repeat: ["M13.5 8a5.5 5.5 0 1 1-1.8-4.1", "M13.5 2v3h-3"],
  guests: ["M6 3a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z", "M1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4", "M10.5 3.2a2.5 2.5 0 0 1 0 4.6M12 9.8c1.5.5 2.5 1.8 2.5 3.7"],
  person: ["M8 2.7a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6z", "M2.5 13.8c0-2.8 2.4-4.4 5.5-4.4s5.5 1.6 5.5 4.4"],
  bed: ["M1.5 13V4M1.5 10.5h13V13M14.5 10.5V9a2 2 0 0 0-2-2H6.5v3.5", "M4 6.7a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6z"],
  key: ["M5.5 7a3 3 0 1 1 0 6 3 3 0 0 1 0-6z", "m7.7 7.8 5.8-5.3M11 5l2 2M9.3 6.5l1.4 1.4"],
  log: ["M3 2h10v12H3z", "M5.5 5.5h5M5.5 8h5M5.5 10.5h3"],
  chart: ["M2 14h12", "M4 11V8M8 11V3M12 11V6"],
  upload: ["M8 11V3M4.5 6 8 2.5 11.5 6M2.5 13.5h11"],
  download: ["M8 2.5v8M4.5 7.5 8 11l3.5-3.5M2.5 13.5h11"],
  settings: ["M8 5.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4z", "M8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M12.6 3.4l-1.4 1.4M4.8 11.2l-1.4 1.4"],
  source: ["M2 5h7.5M7 2.5 9.5 5 7 7.5", "M14 11H6.5M9 8.5 6.5 11 9 13.5"],
  search: ["M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z", "m10.5 10.5 3.5 3.5"],
  table: ["M3 3h10a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1z", "M2 6.5h12M2 10h12M6.5 6.5V13"],
  down: ["m4 6 4 4 4-4"],
  up: ["m4 10 4-4 4 4"],
  right: ["m6 4 4 4-4 4"],
  left: ["m10 4-4 4 4 4"],
  plus: ["M8 3v10M3 8h10"],
  check: ["m3 8.5 3.2 3.2L13 4.8"],
  cross: ["m4 4 8 8M12 4l-8 8"],
  copy: ["M6.5 5.5h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1z", "M10.5 5.5v-3h-8v8h3"],
  warn: ["M8 2 14.5 13.5h-13z", "M8 6.5v3.2M8 11.5v.1"],
  menu: ["M2.5 4.5h11M2.5 8h11M2.5 11.5h11"],
  more: ["M3.5 8h.1M8 8h.1M12.5 8h.1"],
  moon: ["M13.5 9.5A5.8 5.8 0 0 1 6.5 2.5a5.8 5.8 0 1 0 7 7z"],
  print: ["M4.5 6V2.5h7V6M4.5 11.5h-2V6h11v5.5h-2", "M4.5 9.5h7v4h-7z"],
  card: ["M2.5 3.5h11a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1z", "M1.5 6.5h13M4 10h3"],
  ticket: ["M2 4h12v2.5a1.5 1.5 0 0 0 0 3V12H2V9.5a1.5 1.5 0 0 0 0-3z", "M9.5 4v8"],
  gift: ["M2 6.5h12V14H2z", "M1.5 4h13v2.5h-13zM8 4v10M8 4S7 1.5 5.2 1.5 3.8 4 5 4h3zm0 0s1-2.5 2.8-2.5S12.2 4 11 4z"],
  tasks: ["M2 4l1.2 1.2L5.5 3M2 8.5l1.2 1.2 2.3-2.2M2 13l1.2 1.2L5.5 12", "M8 4.2h6M8 8.7h6M8 13.2h6"],
  bill: ["M3.5 2h9v12l-1.5-1-1.5 1L8 13l-1.5 1L5 13l-1.5 1z", "M6 5.5h4M6 8h4"],
  plug: ["M5.5 2v3.5M10.5 2v3.5", "M3.5 5.5h9V8a4.5 4.5 0 0 1-9 0z", "M8 12.5V14.5"],
  flask: ["M6 2h4M6.5 2v4L2.8 12.3A1 1 0 0 0 3.7 14h8.6a1 1 0 0 0 .9-1.7L9.5 6V2", "M4.6 10h6.8"],
  send: ["M14 2 7 9", "M14 2 9.5 14 7 9 2 6.5z"],
  pulse: ["M1.5 8h3l2-5 3 10 2-5h3"],
  eye: ["M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z", "M8 6.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6z"],
  chat: ["M2.5 3h11a1 1 0 0 1 1 1v6.5a1 1 0 0 1-1 1H7.5L4 14v-2.5H2.5a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1z"],
  funnel: ["M2 3h12l-4.7 5.4V13L6.7 11.6V8.4z"],
  calendar: ["M2.5 3.5h11v10h-11z", "M2.5 6.5h11M5.5 2v3M10.5 2v3"],
  clock: ["M8 2.2a5.8 5.8 0 1 1 0 11.6A5.8 5.8 0 0 1 8 2.2z", "M8 5v3.2l2.2 1.4"],
  stop: ["M4 4h8v8H4z"],
  pause: ["M5.5 3.5v9M10.5 3.5v9"],
  play: ["m5 3.2 7.5 4.8L5 12.8z"],
  bell: ["M2.5 12a5.5 5.5 0 0 1 11 0z", "M8 6.5V4.5M6.5 4.5h3M1.5 12h13"],
  book: ["M8 4C6.5 2.8 4.3 2.5 2 2.8v9.7c2.3-.3 4.5 0 6 1.2 1.5-1.2 3.7-1.5 6-1.2V2.8C11.7 2.5 9.5 2.8 8 4z", "M8 4v9.7"],
  bag: ["M3 5.5h10l.8 8.5H2.2z", "M5.5 7.5V4.8a2.5 2.5 0 0 1 5 0v2.7"],
  sliders: ["M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6", "M10 2.8a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4z", "M6 9.8a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4z"],
  screen: ["M2 3h12v8H2z", "M6 13.5h4M8 11v2.5"],
  undo: ["M5.5 3 2.5 6l3 3", "M2.5 6h7a4 4 0 0 1 0 8H7"],
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
      {PATHS[name].map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}

/** The sign of the product: a way that comes back to its beginning. */
export function Brand({ size = 24 }: { size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} fill="none" aria-hidden="true" className="brand-sign">
      <rect x="2" y="2" width="20" height="20" rx="5" stroke="currentColor" strokeWidth="2.2" />
      <path d="M8 8h8v8H8z" stroke="currentColor" strokeWidth="2.2" strokeLinejoin="round" />
    </svg>
  );
}
