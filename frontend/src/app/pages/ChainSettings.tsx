import { InSettings } from "@/features/first-run/InSettings";
import ChainSettingsPage from "@/features/settings/ChainSettingsPage";

/** The chain's settings, with the way back to a first run that was hidden. */
export default function ChainSettings() {
  return (
    <>
      <ChainSettingsPage />
      <InSettings />
    </>
  );
}
