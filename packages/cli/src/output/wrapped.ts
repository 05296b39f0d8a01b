/**
 * Text in lines of at most so many columns, broken between words; what continues a line stands where its text begins, after a title
 * in a column of its own ("note     ...") or after its indent and arrow. A word that is longer is left whole.
 */
export function wrapped(text: string, columns: number): string {
  return text
    .split("\n")
    .map((line) => wrappedLine(line, columns))
    .join("\n");
}

function wrappedLine(line: string, columns: number): string {
  if (line.length <= columns) return line;
  const begins = /^(?:\S+ {2,}| +(?:-> )?)/.exec(line)?.[0].length ?? 0;
  // no room for text beside so wide a column
  const indent = begins < columns / 2 ? begins : 0;
  const lines = [line.slice(0, indent)];
  let isEmpty = true;
  for (const word of line.slice(indent).split(" ")) {
    const last = lines[lines.length - 1];
    if (isEmpty) lines[lines.length - 1] = last + word;
    else if (last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(" ".repeat(indent) + word);
    isEmpty = false;
  }
  return lines.join("\n");
}
