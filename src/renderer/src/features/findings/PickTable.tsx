import { Checkbox } from '@mantine/core';
import type { CSSProperties, ReactNode } from 'react';
import { MeasuredRows } from '../../ui/MeasuredRows.tsx';
import type { RowPlace } from '../../ui/MeasuredRows.tsx';
import classes from './PickTable.module.css';

export interface PickColumn<Row> {
  readonly id: string;
  readonly head: string;
  readonly draw: (row: Row) => ReactNode;
  /** Share of the width, as in `grid-template-columns`. */
  readonly width: string;
}

interface PickTableProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly PickColumn<Row>[];
  readonly keyOf: (row: Row) => string;
  /** What the box of a row says to those who cannot see the row. */
  readonly boxLabel: (row: Row) => string;
  readonly allLabel: string;
  readonly picked: ReadonlySet<string>;
  readonly onPick: (keys: readonly string[], wanted: boolean) => void;
  /** A row that cannot be picked has no box. */
  readonly canPick?: (row: Row) => boolean;
  /** Drawn under a row that is open. */
  readonly detail?: (row: Row) => ReactNode;
}

/** With more than these only the visible rows are drawn. */
const FEW = 80;
const ROW_HEIGHT = 64;

/** Rows with a box each; thousands stay fluent because only what is visible is drawn. */
export function PickTable<Row>(props: PickTableProps<Row>) {
  const { label, rows, columns, keyOf, picked, onPick, allLabel, canPick } = props;
  const open = canPick === undefined ? rows : rows.filter(canPick);
  const count = open.filter((row) => picked.has(keyOf(row))).length;
  const template = { '--columns': `2rem ${columns.map(({ width }) => width).join(' ')}` } as CSSProperties;
  return (
    <div
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      className={classes.table}
      style={template}
    >
      <div role="rowgroup" className={classes.head}>
        <div role="row" aria-rowindex={1} className={classes.row}>
          <span role="columnheader" className={classes.box}>
            {open.length > 0 && (
              <Checkbox
                aria-label={allLabel}
                label={<span className={classes.all}>{allLabel}</span>}
                checked={count > 0 && count === open.length}
                indeterminate={count > 0 && count < open.length}
                onChange={({ currentTarget }) => onPick(open.map(keyOf), currentTarget.checked)}
              />
            )}
          </span>
          {columns.map(({ id, head }) => (
            <span key={id} role="columnheader" className={classes.headCell}>
              {head}
            </span>
          ))}
        </div>
      </div>
      <MeasuredRows
        count={rows.length}
        usualHeight={ROW_HEIGHT}
        few={FEW}
        className={classes.scroll}
        draw={(index, place) => {
          const row = rows[index];
          return row === undefined ? null : (
            <PickRow key={keyOf(row)} table={props} row={row} index={index} {...place} />
          );
        }}
      />
    </div>
  );
}

interface PickRowProps<Row> extends RowPlace {
  readonly table: PickTableProps<Row>;
  readonly row: Row;
  readonly index: number;
}

function PickRow<Row>({ table, row, index, style, measure }: PickRowProps<Row>) {
  const { columns, keyOf, boxLabel, picked, onPick, canPick, detail } = table;
  const key = keyOf(row);
  const isPicked = picked.has(key);
  const below = detail?.(row) ?? null;
  return (
    <div
      ref={measure}
      role="row"
      data-index={index}
      aria-rowindex={index + 2}
      className={classes.row}
      data-picked={isPicked || undefined}
      style={style}
    >
      <span role="cell" className={classes.box}>
        {(canPick === undefined || canPick(row)) && (
          <Checkbox
            aria-label={boxLabel(row)}
            checked={isPicked}
            onChange={({ currentTarget }) => onPick([key], currentTarget.checked)}
          />
        )}
      </span>
      {columns.map(({ id, head, draw }) => (
        <span key={id} role="cell" className={classes.cell} data-label={head}>
          {draw(row)}
        </span>
      ))}
      {below !== null && (
        <span role="cell" className={classes.detail}>
          {below}
        </span>
      )}
    </div>
  );
}
