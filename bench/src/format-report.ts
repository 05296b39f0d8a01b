import type { Cell, SuiteReport, Table } from "./suite.ts";

/** A line of notes is broken here. */
const lineWidth = 110;

/** The report as text for a terminal: aligned tables, then the notes, then what was left out. */
export function formatReport(report: SuiteReport): string {
  const blocks = [
    `${report.suite}: ${report.title}\n${report.machine}`,
    ...report.tables.map(formatTable),
    report.notes.map((note) => wrapped(`- ${note}`)).join("\n"),
    report.skipped.map(({ name, why }) => wrapped(`- left out: ${name} (${why})`)).join("\n"),
    `took ${report.seconds.toFixed(1)} s`,
  ];
  return blocks.filter((block) => block !== "").join("\n\n");
}

function formatTable({ title, columns, rows }: Table): string {
  const cells = rows.map((row) => row.map(formatCell));
  const widths = columns.map((column, j) => Math.max(column.length, ...cells.map((row) => row[j].length)));
  const isText = columns.map((_, j) => rows.every((row) => row[j] === null || typeof row[j] === "string"));
  const line = (row: readonly string[]) =>
    row
      .map((cell, j) => (isText[j] ? cell.padEnd(widths[j]) : cell.padStart(widths[j])))
      .join("  ")
      .trimEnd();
  return [title, line(columns), line(widths.map((width) => "-".repeat(width))), ...cells.map(line)].join("\n");
}

/** Whole numbers as they are, others with three digits, an exponent only where it is shorter. */
export function formatCell(cell: Cell): string {
  if (cell === null) return "-";
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  if (typeof cell === "string") return cell;
  const size = Math.abs(cell);
  if (size < 1e6 && (Number.isInteger(cell) || size >= 100)) return String(Math.round(cell));
  if (size >= 1e-3 && size < 100) return cell.toPrecision(3);
  return Number.isFinite(cell) ? cell.toExponential(1) : String(cell);
}

function wrapped(text: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > lineWidth) {
      lines.push(line);
      line = " ";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}
