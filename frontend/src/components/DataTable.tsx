import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import { usePhone } from "@/lib/media";
import { Icon } from "./Icon";
import { Bone } from "./States";

export interface Column<Row> {
  key: string;
  title: React.ReactNode;
  render: (row: Row, index: number) => React.ReactNode;
  numeric?: boolean;
  wrap?: boolean;
  width?: number | string;
  /** Given, the column's head sorts. Nothing (null) always comes last. */
  sort?: (row: Row) => number | string | null;
  /** In cards on a phone: heading left or right, over the whole width, or not at all. */
  card?: "title" | "aside" | "whole" | "hide";
}

interface DataTableProps<Row> {
  /** What the table is, for those who cannot see it. */
  label: string;
  columns: readonly Column<Row>[];
  /** undefined while it loads. */
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  /** Key of the column it is sorted by at first, `-key` for the greatest first. Without one, the rows keep their order. */
  sortedBy?: string;
  selected?: string | null;
  onSelect?: (row: Row) => void;
  /** Reasons under an opened row. */
  expand?: (row: Row) => React.ReactNode;
  openFirst?: boolean;
  foot?: Row;
  dense?: boolean;
  bones?: number;
  empty?: React.ReactNode;
}

type Order = { key: string; down: boolean } | null;

function compare(a: number | string | null, b: number | string | null, down: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const less = typeof a === "string" && typeof b === "string" ? a.localeCompare(b, "zh-CN") : Number(a) - Number(b);
  return down ? -less : less;
}

function ordered<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: Order): readonly Row[] {
  const by = order && columns.find(({ key }) => key === order.key)?.sort;
  return by ? rows.toSorted((a, b) => compare(by(a), by(b), order.down)) : rows;
}

const orderOf = (sortedBy: string | undefined): Order =>
  sortedBy ? { key: sortedBy.replace(/^-/, ""), down: sortedBy.startsWith("-") } : null;

/** A table that sorts, opens rows, and becomes cards on a phone. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, rowKey, empty, openFirst = false } = props;
  const phone = usePhone();
  const [order, setOrder] = useState<Order>(() => orderOf(props.sortedBy));
  const [opened, setOpened] = useState<string | null | undefined>(undefined);
  if (rows?.length === 0 && empty) return <>{empty}</>;
  const shown = rows && ordered(rows, columns, order);
  const first = shown?.[0];
  const open = opened === undefined && openFirst && first ? rowKey(first) : opened;
  const parts = { ...props, shown, open, toggle: (key: string) => setOpened(open === key ? null : key) };
  if (phone) return <Cards {...parts} />;
  return <Rows {...parts} order={order} setOrder={setOrder} />;
}

type Parts<Row> = DataTableProps<Row> & {
  shown: readonly Row[] | undefined;
  open: string | null | undefined;
  toggle: (key: string) => void;
};

function Rows<Row>(props: Parts<Row> & { order: Order; setOrder: (order: Order) => void }) {
  const { label, columns, shown, rowKey, selected, onSelect, expand, foot, dense, bones = 6, open, toggle } = props;
  const { t } = useTranslation();
  const touch = onSelect ?? (expand && ((row: Row) => toggle(rowKey(row))));
  return (
    <div className="tbl-scroll">
      <table className={dense ? "tbl dense" : "tbl"} aria-label={label} aria-busy={!shown}>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell key={column.key} column={column} order={props.order} setOrder={props.setOrder} />
            ))}
            {expand && <th aria-label={t("open")} />}
          </tr>
        </thead>
        <tbody>
          {!shown && <BoneRows columns={columns.length + (expand ? 1 : 0)} rows={bones} />}
          {shown?.map((row, index) => {
            const key = rowKey(row);
            const isOpen = expand !== undefined && open === key;
            return (
              <Fragment key={key}>
                <tr
                  className={`${touch ? "touchable" : ""} ${selected === key ? "on" : ""} ${isOpen ? "open" : ""}`}
                  onClick={touch && (() => touch(row))}
                  {...(onSelect && { tabIndex: 0, "aria-selected": selected === key, onKeyDown: enter(() => onSelect(row)) })}
                >
                  {columns.map((column) => (
                    <td key={column.key} className={cellClass(column)}>{column.render(row, index)}</td>
                  ))}
                  {expand && (
                    <td className="t3">
                      <button
                        type="button" className="tool" aria-expanded={isOpen} aria-label={t(isOpen ? "close" : "open")}
                        onClick={(event) => { event.stopPropagation(); toggle(key); }}
                      >
                        <Icon name={isOpen ? "up" : "down"} />
                      </button>
                    </td>
                  )}
                </tr>
                {isOpen && <tr className="why"><td colSpan={columns.length + 1} className="wrap">{expand(row)}</td></tr>}
              </Fragment>
            );
          })}
        </tbody>
        {foot !== undefined && shown && (
          <tfoot>
            <tr className="sum">
              {columns.map((column) => (
                <td key={column.key} className={cellClass(column)}>{column.render(foot, -1)}</td>
              ))}
              {expand && <td />}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

const enter = (act: () => void) => (event: React.KeyboardEvent) => {
  if (event.key !== "Enter" || event.target !== event.currentTarget) return;
  event.preventDefault();
  act();
};

const cellClass = <Row,>({ numeric, wrap }: Column<Row>): string | undefined =>
  [numeric && "num", wrap && "wrap"].filter(Boolean).join(" ") || undefined;

function HeadCell<Row>({ column, order, setOrder }: { column: Column<Row>; order: Order; setOrder: (order: Order) => void }) {
  const mine = order?.key === column.key ? order : null;
  const next = { key: column.key, down: mine ? !mine.down : Boolean(column.numeric) };
  return (
    <th
      scope="col" className={`${column.numeric ? "num" : ""} ${mine ? "sorted" : ""}`} style={{ width: column.width }}
      aria-sort={mine ? (mine.down ? "descending" : "ascending") : undefined}
    >
      {column.sort ? (
        <button type="button" onClick={() => setOrder(next)}>
          {column.title}
          {mine && <span aria-hidden="true"> {mine.down ? "↓" : "↑"}</span>}
        </button>
      ) : (
        column.title
      )}
    </th>
  );
}

const BoneRows = ({ columns, rows }: { columns: number; rows: number }) =>
  Array.from({ length: rows }, (_, row) => (
    <tr key={row}>
      {Array.from({ length: columns }, (_, column) => (
        <td key={column}><Bone width={column === 0 ? 20 : 36 + ((row * 13 + column * 29) % 36)} /></td>
      ))}
    </tr>
  ));

function Cards<Row>({ label, columns, shown, rowKey, selected, onSelect, expand, foot, open, toggle, bones = 4 }: Parts<Row>) {
  const { t } = useTranslation();
  const head = columns.filter(({ card }) => card === "title");
  const aside = columns.filter(({ card }) => card === "aside");
  const rest = columns.filter(({ card }) => card === undefined || card === "whole");
  const card = (row: Row, index: number, key: string) => (
    <li
      key={key} className={selected === key ? "card on" : "card"} onClick={onSelect && (() => onSelect(row))}
      {...(onSelect && { tabIndex: 0, onKeyDown: enter(() => onSelect(row)) })}
    >
      <div className="head">
        <span>{head.map((column) => <Fragment key={column.key}>{column.render(row, index)} </Fragment>)}</span>
        <span>{aside.map((column) => <Fragment key={column.key}>{column.render(row, index)} </Fragment>)}</span>
      </div>
      <dl>
        {rest.map((column) => (
          <div key={column.key} className={column.card === "whole" ? "whole" : undefined}>
            <dt>{column.title}</dt>
            <dd>{column.render(row, index)}</dd>
          </div>
        ))}
      </dl>
      {expand && index >= 0 && (
        <>
          <button type="button" className="tool" style={{ width: "100%" }} aria-expanded={open === key} aria-label={t(open === key ? "close" : "open")} onClick={() => toggle(key)}>
            <Icon name={open === key ? "up" : "down"} />
          </button>
          {open === key && expand(row)}
        </>
      )}
    </li>
  );
  return (
    <ul className="cards" aria-label={label} aria-busy={!shown}>
      {!shown && Array.from({ length: bones }, (_, row) => <li key={row} className="card" style={{ height: 108 }}><Bone width="60%" /></li>)}
      {shown?.map((row, index) => card(row, index, rowKey(row)))}
      {foot !== undefined && shown && card(foot, -1, "foot")}
    </ul>
  );
}
