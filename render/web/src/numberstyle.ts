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
export function fixed(f: number, decimals: number): string {
  const text = f.toFixed(decimals);
  const scaled = f * 10 ** decimals;
  const between = scaled - Math.floor(scaled) === 0.5 && Number.isInteger(f * 2 ** (decimals + 1));
  return between && Math.floor(scaled) % 2 === 0 ? (Math.floor(scaled) / 10 ** decimals).toFixed(decimals) : text;
}

/** The exponent of the first digit: 3 of 1000 and of 9999. */
export function exponentOf(f: number): number {
  return Number(f.toExponential().split("e")[1]);
}

/** Two significant digits; with fixed decimals too few would be left. */
function twoDigits(f: number): string {
  if (f < 1e-4) return exponent(f.toExponential(1).replace(".0e", "e"));
  return String(Number(fixed(f, 1 - exponentOf(f))));
}

/** An exponent has two digits at least. */
function exponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

/** A difference between two numbers of the metric, with its sign. */
export function writeDelta(d: number, style: NumberStyle): string {
  const sign = d > 0 ? "+" : d < 0 ? minus : "";
  const f = Math.abs(d);
  if (Number.isNaN(d)) return "NaN";
  if (!isFinite(d)) return `${sign}inf`;
  if (!style.asSpelled) return sign + rounded(f, style);
  if (Number.isInteger(f) && f < 1e15) return sign + f.toFixed(0);
  const short = Number(f.toPrecision(5));
  return sign + (short < 1e-4 || short >= 1e5 ? exponent(short.toExponential()) : String(short));
}

/** A share as a percentage with its sign: +7.1 %. */
export function writeRelative(share: number): string {
  const percent = Math.abs(share * 100);
  if (Number.isNaN(share)) return "NaN";
  if (percent === 0) return "0 %";
  const sign = share > 0 ? "+" : minus;
  if (!isFinite(percent)) return `${sign}inf %`;
  if (percent < 0.01) return `${sign}<0.01 %`;
  if (percent >= 1e6) return `${sign}${exponent(percent.toExponential(1))} %`;
  return `${sign}${fixed(percent, percent < 1 ? 2 : percent < 1000 ? 1 : 0)} %`;
}
