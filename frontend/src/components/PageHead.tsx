import { useEffect } from "react";

interface PageHeadProps {
  title: string;
  about?: React.ReactNode;
  /** What can be done with the page as a whole: period, comparison, export. */
  children?: React.ReactNode;
}

export function PageHead({ title, about, children }: PageHeadProps) {
  useEffect(() => {
    document.title = `${title} · 回客`;
  }, [title]);
  return (
    <div className="page-head">
      <h1 className="h1">{title}</h1>
      {about && <span className="about">{about}</span>}
      {children && <div className="does">{children}</div>}
    </div>
  );
}

interface AnswerLineProps {
  /** Red asks for action, teal says all is well. */
  tone: "act" | "calm" | "warn";
  lead?: string;
  children: React.ReactNode;
  action?: React.ReactNode;
}

/** The page's answer in one sentence, before anything is touched. */
export function AnswerLine({ tone, lead, children, action }: AnswerLineProps) {
  const tones = { act: "note", calm: "note calm", warn: "note warn" };
  return (
    <div className={tones[tone]}>
      <span className="grow">
        {lead && <b>{lead}</b>}
        {children}
      </span>
      {action}
    </div>
  );
}
