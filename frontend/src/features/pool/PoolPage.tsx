export default function PoolPage() { return null; }
