export default function ArrivalsPage() {
  return <h1 className="h1">…</h1>;
}
