import Clerks from "@/features/house-staff/Clerks";
import Staff from "@/features/staff/StaffPage";

/** The house's people: their accounts, and how the PMS calls them. */
export default function PropertyStaff() {
  return <div className="stack"><div><Staff /></div><Clerks /></div>;
}
