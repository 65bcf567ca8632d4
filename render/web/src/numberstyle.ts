// Numbers of one metric written alike, by the style that Go chose for them: numberStyle in render/report_number.go. The cases of
// test/numbers.json hold for both.

export interface NumberStyle { asSpelled?: boolean; scientific?: boolean; decimals: number; ints?: boolean }

const minus = "\u2212";

export function writeNumber(f: number, style: NumberStyle): string {
  if (Number.isNaN(f)) return "NaN";
  const text = !isFinite(f) ? "inf" : style.asSpelled || style.ints ? spelled(Math.abs(f), style.ints === true) : rounded(Math.abs(f), style);
  return f < 0 ? minus + text : text;
}

/** As Python writes a number. */
function spelled(f: number, isInt: boolean): string {
  if (isInt) return f.toFixed(0);
  if (f !== 0 && (f < 1e-4 || f >= 1e16)) return exponent(f.toExponential());
  return Number.isInteger(f) ? `${f}.0` : String(f);
}

function rounded(f: number, style: NumberStyle): string {
  if (style.scientific) return exponent(f.toExponential(style.decimals));
  if (f !== 0 && f < 10 * 10 ** -style.decimals) return twoDigits(f);
  return fixed(f, style.decimals);
}

/** toFixed, but that what lies exactly between two goes to the even one, as elsewhere. */
function fixed(f: number, decimals: number): string {
  const text = f.toFixed(decimals);
  const scaled = f * 10 ** decimals;
  const between = scaled - Math.floor(scaled) === 0.5 && Number.isInteger(f * 2 ** (decimals + 1));
  return between && Math.floor(scaled) % 2 === 0 ? (Math.floor(scaled) / 10 ** decimals).toFixed(decimals) : text;
}

/** Two significant digits; with fixed decimals too few would be left. */
function twoDigits(f: number): string {
  if (f < 1e-4) return exponent(f.toExponential(1).replace(".0e", "e"));
  return String(Number(fixed(f, 1 - Math.floor(Math.log10(f)))));
}

/** An exponent has two digits at least. */
function exponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}
