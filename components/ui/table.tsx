import type { ReactNode } from "react";

export type Column<Row> = {
  key: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Aligns numbers at their end. */
  isNumeric?: boolean;
};

type TableProps<Row> = {
  /** The first column is the row header. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
};

/** A data table that scrolls in its frame when it is too wide. */
export function Table<Row>({ columns, rows, keyOf }: TableProps<Row>) {
  const align = ({ isNumeric }: Column<Row>) => (isNumeric ? "text-end" : "text-start");
  return (
    <div
      className="scroll-shadow relative overflow-x-auto rounded-panel border border-line bg-raised"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable regions need keyboard focus
      tabIndex={0}
    >
      <table className="w-full border-collapse text-small whitespace-nowrap tabular-nums">
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={`px-4 py-2.5 font-medium text-ink-muted ${align(column)}`}
              >
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className="border-t border-line">
              {columns.map((column, index) =>
                index === 0 ? (
                  <th
                    key={column.key}
                    scope="row"
                    className="max-w-64 min-w-28 px-4 py-2.5 text-start font-medium whitespace-normal wrap-anywhere"
                  >
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} className={`px-4 py-2.5 ${align(column)}`}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
