/** Written-out arithmetic: one easy operation per step, in one style, for every family that calculates. */

/** A worked calculation: `steps` are equations without full stop, `result` the value of the last one. */
export interface Worked {
  readonly steps: readonly string[];
  readonly result: number;
}

/** Decimal parts of a positive integer, largest first, zeros left out: 506 gives [500, 6]. */
export function decimalParts(n: number): number[] {
  const digits = String(n);
  return [...digits].map((digit, i) => Number(digit) * 10 ** (digits.length - 1 - i)).filter((part) => part > 0);
}

/** a + b by the decimal parts of b: `347 + 500 = 847`, `847 + 80 = 927`, … */
export function addSteps(a: number, b: number): Worked {
  let result = a;
  const steps = decimalParts(b).map((part) => {
    const before = result;
    result += part;
    return `${before} + ${part} = ${result}`;
  });
  return { steps, result };
}

/** a - b by the decimal parts of b; b ≤ a. */
export function subtractSteps(a: number, b: number): Worked {
  let result = a;
  const steps = decimalParts(b).map((part) => {
    const before = result;
    result -= part;
    return `${before} - ${part} = ${result}`;
  });
  return { steps, result };
}

/** a × b by the decimal parts of a, the partial products then added part by part: `40 × 7 = 280`, `6 × 7 = 42`, … */
export function multiplySteps(a: number, b: number): Worked {
  const parts = decimalParts(a);
  const steps = parts.map((part) => `${part} × ${b} = ${part * b}`);
  if (parts.length > 1) {
    steps.unshift(`${a} = ${parts.join(" + ")}`);
  }
  const [first = 0, ...others] = parts.map((part) => part * b);
  let result = first;
  for (const product of others) {
    const sum = addSteps(result, product);
    steps.push(...sum.steps);
    result = sum.result;
  }
  return { steps, result };
}

/** Steps as sentences on one line: `a + b = c. c + d = e.` */
export function sentences(steps: readonly string[]): string {
  return steps.map((step) => `${step}.`).join(" ");
}

/** The closing line every worked answer ends with. */
export function finalLine(value: string | number): string {
  return `#### ${value}`;
}
