export default function ShiftPage() {
  return <h1 className="h1">…</h1>;
}
