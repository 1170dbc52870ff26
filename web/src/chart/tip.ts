export interface TipRow {
  colour: string | null;
  name: string;
  text: string;
}

/** A tooltip as elements: names in the data are text and stay text. */
export function tip(heading: string, rows: TipRow[]): HTMLElement {
  const box = document.createElement('div');
  box.className = 'tip';
  box.append(element('div', 'tip-head', heading));
  for (const row of rows) {
    const line = element('div', 'tip-row', '');
    const name = element('span', 'tip-name', row.name);
    if (row.colour !== null) {
      const swatch = element('span', 'tip-swatch', '');
      swatch.style.background = row.colour;
      line.append(swatch);
    }
    line.append(name, element('span', 'tip-text', row.text));
    box.append(line);
  }
  return box;
}

function element(tag: string, className: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
