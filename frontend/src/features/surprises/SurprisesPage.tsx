export default function SurprisesPage() {
  return <h1 className="h1">…</h1>;
}
