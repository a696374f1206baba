import "@/theme/tokens.css";
import "@/theme/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { firstLocale, startSpeaking } from "@/locales/i18n";
import { startScheme } from "@/theme/scheme";
import { Root } from "./Root";

startScheme();
await startSpeaking(firstLocale());
const place = document.getElementById("root");
if (!place) throw new Error("index.html has no #root");
createRoot(place).render(
  <StrictMode>
    <Root />
  </StrictMode>,
);
