const mostLetters = 31;

/** Names of sheets for these titles: what a spreadsheet allows of each, and no two alike but for their capitals. */
export function sheetNames(titles: readonly string[]): string[] {
  const taken = new Set<string>();
  return titles.map((title) => {
    const wanted = allowed(title);
    let name = cut(wanted, mostLetters);
    for (let nth = 2; taken.has(name.toLowerCase()); nth++) {
      const end = ` (${nth})`;
      name = `${cut(wanted, mostLetters - end.length)}${end}`;
    }
    taken.add(name.toLowerCase());
    return name;
  });
}

/** https://support.microsoft.com/en-us/office/3f1f7148-ee83-404d-8ef0-9ff99fbad1f9; "History" is a name of its own. */
function allowed(title: string): string {
  const name = title
    .replace(/[[\]:*?/\\\p{C}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[' ]+|[' ]+$/g, '');
  return name === '' || /^history$/i.test(name) ? `${name}_` : name;
}

const cut = (name: string, letters: number) => {
  const short = name.slice(0, letters).replace(/[\ud800-\udbff]$/, '');
  return short.replace(/[' ]+$/, '');
};
