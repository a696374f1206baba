import { Fulfilments } from "@/components/value/Fulfilments";

/** 待交付, on a page of its own. */
export default function FulfilmentsPage() {
  return <section className="panel"><Fulfilments /></section>;
}
