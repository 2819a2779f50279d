/**
 * The only script of a page, which its policy lets run by its hash. All that the page says is there without it: it sorts
 * tables, says what a chart shows where the pointer is, prints, and tells where a newer report holds, if it can know.
 */
export const script = `
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

for (const table of all('table[data-sortable]')) {
  const body = table.tBodies[0];
  const heads = all('thead th', table);
  const valueOf = (row, at) => {
    const cell = row.cells[at];
    return cell?.dataset.value ?? cell?.textContent ?? '';
  };
  const compare = (a, b) => {
    if (a === b) return 0;
    if (a === '–' || a === '') return 1;
    if (b === '–' || b === '') return -1;
    const difference = Number(a) - Number(b);
    return Number.isNaN(difference) ? a.localeCompare(b, document.documentElement.lang, { numeric: true }) : difference;
  };
  heads.forEach((head, at) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const empty = (row) => ['–', ''].includes(valueOf(row, at));
      body.append(...[...body.rows].sort((a, b) => {
        const order = compare(valueOf(a, at), valueOf(b, at));
        return down && !empty(a) && !empty(b) ? -order : order;
      }));
    });
  });
}

for (const plot of all('[data-tips]')) {
  const tips = JSON.parse(plot.dataset.tips);
  const picture = plot.querySelector('svg');
  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.hidden = true;
  plot.append(tip);
  plot.addEventListener('pointermove', ({ clientX }) => {
    const { left, width } = picture.getBoundingClientRect();
    const distance = ([middle]) => Math.abs(left + (middle / 100) * width - clientX);
    const [middle, text] = tips.reduce((best, one) => (distance(one) < distance(best) ? one : best));
    tip.textContent = text;
    tip.hidden = false;
    const room = tip.offsetWidth / 2;
    const wanted = left + (middle / 100) * width;
    const seen = Math.min(Math.max(wanted, room + 4), document.documentElement.clientWidth - room - 4);
    tip.style.left = seen - plot.getBoundingClientRect().left + 'px';
  });
  plot.addEventListener('pointerleave', () => {
    tip.hidden = true;
  });
}

for (const button of all('button[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}
let closed = [];
addEventListener('beforeprint', () => {
  closed = all('details:not([open])');
  for (const one of closed) one.open = true;
});
addEventListener('afterprint', () => {
  for (const one of closed) one.open = false;
});

const superseded = document.querySelector('[data-superseded]');
if (superseded && location.protocol.startsWith('http')) {
  fetch('../latest.json')
    .then((answer) => answer.json())
    .then(({ run }) => {
      superseded.hidden = typeof run !== 'string' || run === superseded.dataset.superseded;
    })
    .catch(() => {});
}
`;
