// A share without a sign, as a percentage.

import { writeRelative } from "./numberstyle";

export function percent(share: number): string {
  return writeRelative(share).replace("+", "");
}
