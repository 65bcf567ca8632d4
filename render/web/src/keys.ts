// The keys of the page: one table, from which the handlers find what a key does and the help lists them. A handler for each
// command of a place is asked for by its type, so that none is listed that does nothing.

export interface Binding { keys: string[]; text: string; shift?: boolean; control?: boolean }

const bind = (text: string, ...keys: string[]): Binding => ({ text, keys });

export const keymap = {
  page: { title: "Anywhere", bindings: {
    help: bind("these keys", "?"),
    filter: bind("filter the runs", "/"),
    next: bind("the next section", "n"),
    previous: bind("the section before", "p"),
    fold: bind("fold or unfold the section", "f"),
    top: bind("the overview", "g"),
    theme: bind("light, dark, or as the system", "t"),
  } },
  grid: { title: "In a table", bindings: {
    left: bind("from cell to cell", "ArrowLeft"),
    right: bind("", "ArrowRight"),
    up: bind("", "ArrowUp"),
    down: bind("", "ArrowDown"),
    first: bind("the row's first and last cell", "Home"),
    last: bind("", "End"),
    pageUp: bind("a screenful of rows", "PageUp"),
    pageDown: bind("", "PageDown"),
    head: { ...bind("the first and the last row", "Home"), control: true },
    foot: { ...bind("", "End"), control: true },
    press: bind("sort by the column, on its head", "Enter"),
    keep: bind("keep the run on top, or let it go", "k"),
    baseline: bind("make the run the baseline", "b"),
  } },
  chart: { title: "In a chart", bindings: {
    left: bind("the numbers at the step before and at the next", "ArrowLeft"),
    right: bind("", "ArrowRight"),
    first: bind("the first and the last step", "Home"),
    last: bind("", "End"),
    larger: bind("enlarge, and the whole range", "+", "="),
    whole: bind("", "0"),
  } },
  cells: { title: "In the notebooks", bindings: {
    next: bind("the next cell that differs", "j"),
    previous: bind("the one before", "k"),
  } },
  pair: { title: "Two pictures", bindings: {
    choose: bind("choose the second picture", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
    previous: bind("the picture before and the next", "ArrowLeft"),
    next: bind("", "ArrowRight"),
    sides: bind("side by side", "b"),
    swipe: bind("swipe", "s"),
    onion: bind("onion skin", "o"),
    difference: bind("only what differs, and back", "d"),
    swap: bind("swap the two", "x"),
    larger: bind("larger, smaller, whole", "+", "="),
    smaller: bind("", "-"),
    whole: bind("", "0"),
    panLeft: { ...bind("move an enlarged picture", "ArrowLeft"), shift: true },
    panRight: { ...bind("", "ArrowRight"), shift: true },
    panUp: { ...bind("", "ArrowUp"), shift: true },
    panDown: { ...bind("", "ArrowDown"), shift: true },
  } },
  picture: { title: "A large picture", bindings: {
    previous: bind("the picture before and the next", "ArrowLeft"),
    next: bind("", "ArrowRight"),
    flip: bind("the baseline's, and back", "b"),
  } },
} as const satisfies Record<string, { title: string; bindings: Record<string, Binding> }>;

export type Place = keyof typeof keymap;
export type Command<P extends Place> = keyof (typeof keymap)[P]["bindings"] & string;
/** What the keys of a place do; a handler that returns false leaves the key to others. */
export type Handlers<P extends Place> = Record<Command<P>, (event: KeyboardEvent) => void | boolean>;

type Pressed = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">;

/** Finds the command that a key gives in a place. */
export function commandOf<P extends Place>(place: P, event: Pressed): Command<P> | null {
  if (event.altKey || event.metaKey) return null;
  const special = event.key.length > 1; // of a character, Shift is part of it: ? and +
  for (const [name, binding] of Object.entries<Binding>(keymap[place].bindings)) {
    if (!binding.keys.includes(event.key) || event.ctrlKey !== (binding.control === true)) continue;
    if (special && event.shiftKey !== (binding.shift === true)) continue;
    return name as Command<P>;
  }
  return null;
}

/** Does what a key means in a place, and keeps it from meaning more elsewhere. */
export function press<P extends Place>(place: P, event: KeyboardEvent, handlers: Handlers<P>): void {
  const command = commandOf(place, event);
  if (command === null || handlers[command](event) === false) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Says whether keys that are pressed there are text, or choose from a list. */
export function takesText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("select, textarea, input:not([type=checkbox]):not([type=radio]):not([type=range])"));
}

export interface HelpLine { keys: string[]; text: string }

const shown: Record<string, string> = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", PageUp: "Page ↑", PageDown: "Page ↓", "-": "−" };

/** The lines of the help for a place: a command without a text of its own stands with the one before. */
export function helpLines(place: Place): HelpLine[] {
  const lines: HelpLine[] = [];
  for (const { keys, text, shift, control } of Object.values<Binding>(keymap[place].bindings)) {
    const before = (shift ? "Shift " : "") + (control ? "Ctrl " : "");
    const names = keys.length > 2 ? [`${keys[0]}–${keys[keys.length - 1]}`] : [before + (shown[keys[0]!] ?? keys[0]!)];
    if (text === "") lines[lines.length - 1]!.keys.push(...names);
    else lines.push({ keys: names, text });
  }
  return lines;
}
