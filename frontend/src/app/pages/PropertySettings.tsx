import Shifts from "@/features/house-staff/Shifts";
import TagWords from "@/features/house-staff/TagWords";
import Settings from "@/features/settings/PropertySettingsPage";

/** The house's settings, its shifts, and the words it puts on guests. */
export default function PropertySettings() {
  return <div className="stack"><div><Settings /></div><div className="stack" style={{ maxWidth: 720 }}><Shifts /><TagWords /></div></div>;
}
