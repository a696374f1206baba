import { useParams } from "react-router";
import { AskForLink } from "./AskForLink";
import { OpenChain } from "./OpenChain";

/** Opening a chain of one's own: asking for the link, and what it leads to. */
export default function SignUpPage() {
  const { token } = useParams();
  return token ? <OpenChain token={token} /> : <AskForLink />;
}
