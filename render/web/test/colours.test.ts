import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

type Triple = [number, number, number];

/** The colours of the style sheets, light and dark: the first declaration of a name, and the one for dark screens. */
function themes(): Record<"light" | "dark", Record<string, Triple>> {
  const light: Record<string, Triple> = {};
  const dark: Record<string, Triple> = {};
  for (const file of ["base", "charts"]) {
    const [first, ...others] = readFileSync(`src/css/${file}.css`, "utf8").split("@media (prefers-color-scheme: dark) {");
    assert.ok(others.length > 0, file);
    read(first!, light);
    for (const block of others) read(block.slice(0, block.indexOf("\n}")), dark);
  }
  return { light, dark: { ...light, ...dark } };
}

function read(css: string, into: Record<string, Triple>): void {
  for (const [, name, hex] of css.matchAll(/--([a-z0-9-]+): #([0-9a-f]{3,6})\b/g)) {
    const whole = hex!.length === 3 ? [...hex!].map((c) => c + c).join("") : hex!;
    into[name!] = [0, 2, 4].map((i) => parseInt(whole.slice(i, i + 2), 16) / 255) as Triple;
  }
}

const linear = (c: number) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
const times = (m: Triple[], v: Triple) => m.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) as Triple;
const clamp = (v: Triple) => v.map((c) => Math.min(1, Math.max(0, c))) as Triple;

/** WCAG 2.2, "contrast ratio". */
function contrast(a: Triple, b: Triple): number {
  const luminance = (c: Triple) => { const [r, g, bl] = c.map(linear) as Triple; return 0.2126 * r + 0.7152 * g + 0.0722 * bl; };
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** What an eye sees: all of them, and those without the cones for red, green or blue (Machado, Oliveira and Fernandes 2009, severity 1; of linear RGB). */
const eyes: Record<string, Triple[]> = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

/** CIE L*a*b* of linear sRGB, under D65. */
function lab(rgb: Triple): Triple {
  const [x, y, z] = times([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]], rgb);
  const f = (t: number) => t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116;
  const [fx, fy, fz] = [f(x / 0.95047), f(y), f(z / 1.08883)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

/** The difference of two colours to an eye: CIE 1976, where 2.3 is just noticeable. */
function difference(a: Triple, b: Triple, eye: Triple[]): number {
  const [p, q] = [a, b].map((c) => lab(clamp(times(eye, c.map(linear) as Triple)))) as [Triple, Triple];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

const series = Array.from({ length: 7 }, (_, i) => `series-${i + 1}`);

test("the colour maths gives known numbers", () => {
  assert.equal(contrast([0, 0, 0], [1, 1, 1]).toFixed(1), "21.0");
  assert.equal(contrast([0x76 / 255, 0x76 / 255, 0x76 / 255], [1, 1, 1]).toFixed(2), "4.54");
  assert.deepEqual(lab([1, 0, 0]).map((c) => c.toFixed(1)), ["53.2", "80.1", "67.2"]);
  assert.ok(difference([1, 0, 0], [0, 0.55, 0], eyes.normal!) > 100);
  assert.ok(difference([0.6, 0.35, 0], [0.35, 0.45, 0], eyes.deuteranopia!) < 12, "a red and a green that are one to a deuteranope");
});

for (const [theme, colours] of Object.entries(themes())) {
  test(`${theme}: lines differ to every eye, and from what is behind them`, () => {
    const found: string[] = [];
    for (const [eye, matrix] of Object.entries(eyes)) {
      for (let i = 0; i < series.length; i++) {
        for (let j = 0; j < i; j++) {
          const d = difference(colours[series[i]!]!, colours[series[j]!]!, matrix);
          if (d < 16) found.push(`${eye}: ${series[j]} and ${series[i]}: ${d.toFixed(1)}`);
        }
      }
    }
    for (const name of series) for (const back of ["surface", "page"]) {
      const ratio = contrast(colours[name]!, colours[back]!);
      if (ratio < 3) found.push(`${name} on ${back}: ${ratio.toFixed(2)}`);
    }
    assert.deepEqual(found, []);
  });

  test(`${theme}: better and worse differ to every eye`, () => {
    for (const [eye, matrix] of Object.entries(eyes)) {
      const d = difference(colours.better!, colours.worse!, matrix);
      assert.ok(d > 25, `${eye}: ${d}`);
    }
  });

  test(`${theme}: text stands out from everything that it stands on`, () => {
    const found: string[] = [];
    for (const text of ["ink", "muted", "accent", "better", "worse", "ok", "bad", "warn"]) {
      for (const back of ["page", "surface", "raised", "accent-soft"]) {
        const ratio = contrast(colours[text]!, colours[back]!);
        if (ratio < 4.5) found.push(`${text} on ${back}: ${ratio.toFixed(2)}`);
      }
    }
    if (contrast(colours.focus!, colours.page!) < 3) found.push("focus");
    assert.deepEqual(found, []);
  });
}
