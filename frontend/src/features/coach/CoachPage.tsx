export default function CoachPage() { return null; }
