import importX from "eslint-plugin-import-x";
import reactHooks from "eslint-plugin-react-hooks";
import { readdirSync } from "node:fs";
import tseslint from "typescript-eslint";

const features = readdirSync("src/features", { withFileTypes: true }).filter((entry) => entry.isDirectory());

// shared → features → app, and a feature never reaches into another one.
const zones = [
  ...["api", "components", "lib", "session", "theme"].map((shared) => ({
    target: `./src/${shared}`,
    from: ["./src/features", "./src/app"],
    message: "Shared code knows no feature and no page.",
  })),
  { target: "./src/features", from: "./src/app", message: "Pages compose features, not the other way round." },
  { target: "./src", from: "./src/testing", except: [], message: "The mock server is not part of the product." },
  ...features.map(({ name }) => ({
    target: `./src/features/${name}`,
    from: "./src/features",
    except: [`./${name}`],
    message: "Features never import features; what two need is shared.",
  })),
].filter(({ target, from }) => !(target === "./src" && from === "./src/testing"));

export default tseslint.config(
  { ignores: ["dist", "src/api/schema.d.ts", "eslint.config.js"] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  reactHooks.configs.flat["recommended-latest"] ?? reactHooks.configs.flat.recommended,
  {
    plugins: { import: importX },
    settings: { "import-x/resolver": { node: { extensions: [".ts", ".tsx", ".js"] } } },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "import/no-restricted-paths": ["error", { zones }],
      "max-lines": ["error", 400],
      // Numbers in templates are what a report is made of.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // onClick={async …}: mutations report their own errors.
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
    },
  },
);
