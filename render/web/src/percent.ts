// A share as a percentage, written as render/report_number.go writes one; the tests of both use the same cases.

export function percent(share: number): string {
  const percent = share * 100;
  if (percent === 0) return "0 %";
  if (percent < 0.01) return "<0.01 %";
  if (percent < 1) return `${percent.toFixed(2)} %`;
  return `${percent.toFixed(1)} %`;
}
