import reactHooks from "eslint-plugin-react-hooks";
import { readdirSync } from "node:fs";
import tseslint from "typescript-eslint";

const features = readdirSync("src/features", { withFileTypes: true }).filter((entry) => entry.isDirectory());

// shared → features → app, and a feature never reaches into another one. By ESLint's own rule: the import
// plugins bring a native resolver whose platform packages not every registry serves, and npm ci then refuses.
const forbid = (files, group, message) => ({
  files,
  rules: {
    // "../" has no pattern of its own in a group; inside a feature everything is "./" or "@/".
    "no-restricted-imports": ["error", { patterns: [{ group, message }, { regex: "^\\.\\./", message }] }],
  },
});
const zones = [
  forbid(
    ["api", "components", "lib", "session", "theme"].map((shared) => `src/${shared}/**`),
    ["**/features/**", "**/app/**", "**/testing/**"],
    "Shared code knows no feature, no page and no mock.",
  ),
  ...features.map(({ name }) =>
    forbid(
      [`src/features/${name}/**`],
      ["**/features/**", `!@/features/${name}/**`, "**/app/**", "**/testing/**"],
      "Features never import features or pages; what two need is shared.",
    ),
  ),
];

export default tseslint.config(
  { ignores: ["dist", "src/api/schema.d.ts", "eslint.config.js"] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  reactHooks.configs.flat["recommended-latest"] ?? reactHooks.configs.flat.recommended,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "max-lines": ["error", 400],
      // Numbers in templates are what a report is made of.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // onClick={async …}: mutations report their own errors.
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
    },
  },
  ...zones,
);
