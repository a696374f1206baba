import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "./Icon";

interface PanelProps {
  title: React.ReactNode;
  /** One sentence: what the picture shows. Keeps its line while it loads, so nothing jumps. */
  says?: React.ReactNode;
  /** The same figures as a table; given, the panel gets the switch. */
  table?: () => React.ReactNode;
  /** Export menu and whatever else stands at the right of the title. */
  tools?: React.ReactNode;
  footer?: React.ReactNode;
  flush?: boolean;
  className?: string;
  id?: string;
  children: React.ReactNode;
}

export function Panel(props: PanelProps) {
  const { title, says, table, tools, footer, flush = false, className = "", id, children } = props;
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  const showsTable = asTable && table !== undefined;
  return (
    <section className={`panel ${className}`} id={id}>
      <header>
        <div className="grow">
          <h2 className="h2">{title}</h2>
          {"says" in props && <p className="says">{says}</p>}
        </div>
        {(table ?? tools) !== undefined && (
          <div className="tools">
            {table && (
              <button
                type="button" className="tool" aria-pressed={showsTable} title={t(showsTable ? "asPicture" : "asTable")}
                aria-label={t(showsTable ? "asPicture" : "asTable")} onClick={() => setAsTable(!asTable)}
              >
                <Icon name={showsTable ? "chart" : "table"} />
              </button>
            )}
            {tools}
          </div>
        )}
      </header>
      <div className={flush || showsTable ? "flush" : "body"}>{showsTable ? table() : children}</div>
      {footer && <footer>{footer}</footer>}
    </section>
  );
}
