/** One number, as SVG writes it. */
export const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?`;

const NEXT = new RegExp(String.raw`[\s,]*(${NUMBER})`, 'y');

/** The numbers of a list. `10-20.5.5` holds three: a sign or a second point begins the next one. Stops at the first other character. */
export function numbersIn(list: string): { readonly numbers: readonly number[]; readonly isWhole: boolean } {
  const numbers: number[] = [];
  NEXT.lastIndex = 0;
  let end = 0;
  for (let found = NEXT.exec(list); found; found = NEXT.exec(list)) {
    numbers.push(Number(found[1]));
    end = NEXT.lastIndex;
  }
  return { numbers, isWhole: list.slice(end).trim() === '' };
}
