/** The one look of the product. `tokens.css` holds the same colours as CSS variables; a test keeps them equal. */
import { theme as antd, type ThemeConfig } from "antd";

export type Scheme = "light" | "dark";

const light: ThemeConfig = {
  token: {
    colorPrimary: "#0b6b63",
    colorPrimaryHover: "#0e7f75",
    colorPrimaryActive: "#084f49",
    colorPrimaryBg: "#eaf4f2",
    colorPrimaryBgHover: "#dcedea",
    colorPrimaryBorder: "#a8d2cc",
    colorInfo: "#0b6b63",
    colorSuccess: "#1f7a4d",
    colorWarning: "#a84a12",
    colorWarningBg: "#fdf3ec",
    colorWarningBorder: "#f0cdb5",
    colorError: "#c2352b",
    colorErrorBg: "#fdf0ee",
    colorErrorBorder: "#f1c6c1",
    colorLink: "#0b6b63",
    colorLinkHover: "#0e7f75",
    colorLinkActive: "#084f49",
    colorBgBase: "#ffffff",
    colorBgContainer: "#ffffff",
    colorBgLayout: "#ffffff",
    colorBgElevated: "#ffffff",
    colorBgSpotlight: "#16211f",
    colorFillSecondary: "#edf1f1",
    colorFillTertiary: "#f3f6f6",
    colorFillQuaternary: "#f7f9f9",
    controlItemBgHover: "#edf1f1",
    controlItemBgActive: "#eaf4f2",
    colorText: "#16211f",
    colorTextSecondary: "#4d5b59",
    colorTextTertiary: "#5f6d6b",
    colorTextQuaternary: "#a5b0ae",
    colorTextPlaceholder: "#5f6d6b",
    colorTextLightSolid: "#ffffff",
    colorBorder: "#e1e7e7",
    colorBorderSecondary: "#edf1f1",
    colorSplit: "#edf1f1",
    fontFamily: "\"PingFang SC\", \"Microsoft YaHei\", \"Noto Sans SC\", \"Noto Sans CJK SC\", system-ui, sans-serif",
    fontSize: 14,
    fontSizeSM: 12,
    fontSizeLG: 16,
    fontSizeXL: 20,
    fontSizeHeading1: 30,
    fontSizeHeading2: 24,
    fontSizeHeading3: 20,
    fontSizeHeading4: 16,
    fontSizeHeading5: 15,
    lineHeight: 1.5714,
    fontWeightStrong: 600,
    borderRadius: 6,
    borderRadiusSM: 4,
    borderRadiusLG: 8,
    borderRadiusXS: 2,
    controlHeight: 32,
    controlHeightSM: 28,
    controlHeightLG: 40,
    lineWidth: 1,
    lineWidthFocus: 2,
    controlOutline: "#eaf4f2",
    sizeUnit: 4,
    sizeStep: 4,
    padding: 16,
    paddingSM: 12,
    paddingXS: 8,
    paddingXXS: 4,
    paddingLG: 20,
    paddingXL: 32,
    margin: 16,
    marginSM: 12,
    marginXS: 8,
    marginXXS: 4,
    marginLG: 24,
    boxShadow: "none",
    boxShadowSecondary: "0 6px 24px rgba(10, 30, 28, 0.10)",
    boxShadowTertiary: "none",
    motionDurationFast: "0.08s",
    motionDurationMid: "0.14s",
    motionDurationSlow: "0.2s",
  },
  components: {
    Layout: {
      siderBg: "#f7f9f9",
      headerBg: "#ffffff",
      bodyBg: "#ffffff",
      headerHeight: 56,
      headerPadding: "0 24px",
    },
    Menu: {
      itemHeight: 36,
      itemBorderRadius: 6,
      itemMarginInline: 12,
      itemBg: "#f7f9f9",
      itemColor: "#4d5b59",
      itemHoverBg: "#edf1f1",
      itemSelectedBg: "#eaf4f2",
      itemSelectedColor: "#0b6b63",
      groupTitleColor: "#5f6d6b",
      groupTitleFontSize: 12,
      activeBarBorderWidth: 0,
    },
    Card: {
      headerBg: "transparent",
      headerFontSize: 15,
      headerHeight: 48,
      bodyPadding: 20,
      headerPadding: 20,
    },
    Table: {
      headerBg: "#ffffff",
      headerColor: "#5f6d6b",
      headerSplitColor: "transparent",
      headerSortActiveBg: "#ffffff",
      bodySortBg: "#ffffff",
      borderColor: "#edf1f1",
      rowHoverBg: "#f7f9f9",
      rowSelectedBg: "#eaf4f2",
      rowExpandedBg: "#f7f9f9",
      cellPaddingBlock: 10,
      cellPaddingInline: 12,
      cellPaddingBlockSM: 6,
      cellPaddingInlineSM: 10,
      cellFontSizeSM: 14,
    },
    Button: {
      fontWeight: 400,
      primaryShadow: "none",
      defaultShadow: "none",
      dangerShadow: "none",
      paddingInline: 14,
      defaultBorderColor: "#e1e7e7",
    },
    Segmented: {
      trackBg: "#edf1f1",
      itemSelectedBg: "#ffffff",
      itemColor: "#4d5b59",
      itemSelectedColor: "#16211f",
      trackPadding: 2,
    },
    Tag: { defaultBg: "#ffffff", defaultColor: "#4d5b59", borderRadiusSM: 4 },
    Input: { activeShadow: "0 0 0 2px #eaf4f2", activeBorderColor: "#0b6b63", hoverBorderColor: "#a8d2cc" },
    Statistic: { contentFontSize: 30, titleFontSize: 14 },
    Steps: { iconSizeSM: 22 },
    Progress: { defaultColor: "#0b6b63", remainingColor: "#edf1f1" },
  },
};

const dark: ThemeConfig = {
  token: {
    colorPrimary: "#4cc2b4",
    colorPrimaryHover: "#6bd0c4",
    colorPrimaryActive: "#38a698",
    colorPrimaryBg: "#12302c",
    colorPrimaryBorder: "#235b54",
    colorInfo: "#4cc2b4",
    colorSuccess: "#5cc08d",
    colorWarning: "#eda06a",
    colorWarningBg: "#2d2016",
    colorWarningBorder: "#5a3b23",
    colorError: "#f08077",
    colorErrorBg: "#321c1a",
    colorErrorBorder: "#63312c",
    colorLink: "#4cc2b4",
    colorLinkHover: "#6bd0c4",
    colorBgBase: "#0f1514",
    colorBgContainer: "#0f1514",
    colorBgLayout: "#0f1514",
    colorBgElevated: "#18201f",
    colorFillSecondary: "#212a29",
    colorFillQuaternary: "#141b1a",
    controlItemBgHover: "#212a29",
    controlItemBgActive: "#12302c",
    colorText: "#e8eeed",
    colorTextSecondary: "#b2bfbd",
    colorTextTertiary: "#8c9b98",
    colorTextQuaternary: "#556260",
    colorTextPlaceholder: "#8c9b98",
    colorTextLightSolid: "#06201d",
    colorBorder: "#293433",
    colorBorderSecondary: "#202928",
    colorSplit: "#202928",
  },
  components: {
    Layout: { siderBg: "#141b1a", headerBg: "#0f1514", bodyBg: "#0f1514" },
    Menu: {
      itemBg: "#141b1a",
      itemColor: "#b2bfbd",
      itemHoverBg: "#212a29",
      itemSelectedBg: "#12302c",
      itemSelectedColor: "#4cc2b4",
      groupTitleColor: "#8c9b98",
    },
    Table: {
      headerBg: "#0f1514",
      headerColor: "#8c9b98",
      borderColor: "#202928",
      rowHoverBg: "#141b1a",
      rowSelectedBg: "#12302c",
      rowExpandedBg: "#141b1a",
    },
    Segmented: { trackBg: "#212a29", itemSelectedBg: "#0f1514" },
  },
};

export const channelColours = {
  member: { light: "#0e7a70", onLight: "#ffffff", dark: "#3db8a9", onDark: "#06201d" },
  corporate: { light: "#373a8f", onLight: "#ffffff", dark: "#6468da", onDark: "#ffffff" },
  ota: { light: "#e9b13b", onLight: "#1a2322", dark: "#f4cb69", onDark: "#1a2322" },
  walk_in: { light: "#aeb8bc", onLight: "#1a2322", dark: "#5b686e", onDark: "#ffffff" },
} as const;

export const remarkColours = {
  on_time: { light: "#3a4f5a", dark: "#9fb4bf" },
  late: { light: "#b3c2c9", dark: "#4c5d66" },
  missing: { light: "#cf4a3f", dark: "#ef7268" },
} as const;

const colour = /^#|rgb/;

/** The light scheme's sizes without its colours, which the dark scheme derives for itself. */
function sizesOnly<T extends object>(values: T): T {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => typeof value !== "string" || !colour.test(value)),
  ) as T;
}

/** Ant Design's theme for a colour scheme; what the dark one does not name keeps the light one's sizes. */
export function themeFor(scheme: Scheme): ThemeConfig {
  if (scheme === "light") return { ...light, algorithm: antd.defaultAlgorithm };
  const sizes = Object.entries(light.components ?? {}).map(([name, own]) => [name, sizesOnly(own)] as const);
  const components: Record<string, object> = Object.fromEntries(sizes);
  for (const [name, own] of Object.entries(dark.components ?? {})) {
    components[name] = { ...components[name], ...own };
  }
  // The dark algorithm dims what it is given; the product's own colours are dark already and stay as they are.
  const algorithm: ThemeConfig["algorithm"] = (seed, map) => ({ ...antd.darkAlgorithm(seed, map), ...dark.token });
  return { algorithm, token: { ...sizesOnly(light.token ?? {}), ...dark.token }, components };
}
