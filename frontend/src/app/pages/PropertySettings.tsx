import Shifts from "@/features/house-staff/Shifts";
import TagWords from "@/features/house-staff/TagWords";
import Settings from "@/features/settings/PropertySettingsPage";

/** The house's settings, its shifts, and the words it puts on guests. */
export default function PropertySettings() {
  return <div className="stack"><div><Settings /></div><Shifts /><TagWords /></div>;
}
