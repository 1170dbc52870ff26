import { flushSync } from 'svelte';

export type Theme = 'auto' | 'light' | 'dark';

/** What the reader has chosen, shared by all sections. */
class Page {
  theme = $state<Theme>('auto');
  printing = $state(false);
  /** Lines that the reader has switched off, by name. */
  hidden = $state<string[]>([]);
  #market = $state<string | null>(null);
  #systemDark = $state(false);

  /** Paper is light. */
  readonly dark = $derived(!this.printing && (this.theme === 'dark' || (this.theme === 'auto' && this.#systemDark)));

  shows(name: string): boolean {
    return !this.hidden.includes(name);
  }

  toggle(name: string): void {
    this.hidden = this.shows(name) ? [...this.hidden, name] : this.hidden.filter((other) => other !== name);
  }

  choose(market: string): void {
    this.#market = market;
  }

  /** The chosen market, if the part at hand has it; paper shows them all. */
  marketsOf<T extends { market: string }>(parts: T[]): T[] {
    if (this.printing) return parts;
    const chosen = parts.filter((part) => part.market === this.#market);
    return chosen.length > 0 ? chosen : parts.slice(0, 1);
  }

  follow(window: Window): void {
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const paper = window.matchMedia('print');
    const print = (on: boolean): void => {
      this.printing = on;
      flushSync(); // the browser takes its picture when the event handler returns
    };
    this.#systemDark = dark.matches;
    this.printing = paper.matches;
    dark.addEventListener('change', (event) => (this.#systemDark = event.matches));
    paper.addEventListener('change', (event) => print(event.matches));
    window.addEventListener('beforeprint', () => print(true));
    window.addEventListener('afterprint', () => print(false));
  }
}

export const page = new Page();
