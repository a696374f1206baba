export default function TrainingPage() {
  return <h1 className="h1">…</h1>;
}
