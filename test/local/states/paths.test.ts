import { isDefinite, parsePath, valueAt } from '../../../local/states/paths/path.ts';

// The example of https://goessner.net/articles/JsonPath, by which readers of paths are compared.
const store = {
  book: [
    { category: 'reference', author: 'Nigel Rees', title: 'Sayings', price: 8.95 },
    { category: 'fiction', author: 'Evelyn Waugh', title: 'Sword', price: 12.99 },
    { category: 'fiction', author: 'Herman Melville', title: 'Moby Dick', isbn: '0-553-21311-3', price: 8.99 },
    { category: 'fiction', author: 'J. R. R. Tolkien', title: 'Rings', isbn: '0-395-19395-8', price: 22.99 },
  ],
  bicycle: { color: 'red', price: 19.95, 'a.b c': [1, [2, 3]], "it's": 'here', 'q"': 'there' },
};
const titles = (...at: number[]) => at.map((one) => store.book[one]?.title);

it.each<[string, unknown]>([
  ['', store],
  ['.bicycle.color', 'red'],
  ["['bicycle']['color']", 'red'],
  ['["bicycle"].color', 'red'],
  [".bicycle['a.b c'][1][0]", 2],
  ["['bicycle']['it\\'s']", 'here'],
  ["['bicycle']['q\"']", 'there'],
  ['.book[0].title', 'Sayings'],
  ['.book[-1].title', 'Rings'],
  ['.book[9].title', undefined],
  ['.nothing.at.all', undefined],
  ['.book[*].title', titles(0, 1, 2, 3)],
  ['.book[0,2].title', titles(0, 2)],
  ['.book[1:3].title', titles(1, 2)],
  ['.book[:2].title', titles(0, 1)],
  ['.book[-2:].title', titles(2, 3)],
  ["['book','bicycle'].color", ['red']],
  ['..author', store.book.map(({ author }) => author)],
  ['..[1:2].title', titles(1)],
  ['..price', [8.95, 12.99, 8.99, 22.99, 19.95]],
  ['.bicycle.*', Object.values(store.bicycle)],
  ['.book[?(@.isbn)].title', titles(2, 3)],
  ['.book[?(!@.isbn)].title', titles(0, 1)],
  ['.book[?(@.price < 10)].title', titles(0, 2)],
  [".bicycle[?(@.color=='red')].price", [19.95]],
  ["[?(@.color=='red')].price", []],
  [".bicycle['price','color','nothing']", { price: 19.95, color: 'red' }],
  [".book[:2]['title']", titles(0, 1)],
  [".book[:1]['title','price']", [{ title: 'Sayings', price: 8.95 }]],
  ['.book[0:-1].title', []],
  ['.book[-9:-3].title', titles(0)],
  ['.book[:-3].title', titles(0)],
  ["..[?(@.category == 'fiction' && @.price > 20 || @.author=='Nigel Rees')].title", titles(0, 3)],
  ["..book[?((@.price >= 12.99) && (@.category != 'reference'))].title", titles(1, 3)],
  ['.book[?(@.price == $.bicycle.price)].title', []],
  ['.book.length()', 4],
  [".bicycle.['a.b c'][0]", 1],
  ['.book[-9].title', undefined],
  ['.book[?(@.author =~ /.*rees/i)].title', titles(0)],
  ['.book[?(@.author =~ /rees/i)].title', []],
  ["..book[?(@.category in ['reference', 'poetry'])].title", titles(0)],
  ["..book[?(@.category nin ['reference'])].title", titles(1, 2, 3)],
  ['.book[?(@.category == reference)].title', titles(0)],
  [".bicycle['a.b c'][?(@ subsetof [3, 2, 1])]", [[2, 3]]],
  ['.bicycle.*[?(@ anyof [3])].length()', [2]],
  ['..book[?(@.title size 5 && @.isbn empty false)].title', titles(3)],
  ['.book[?(@.isbn noneof [1])].title', []],
  ['.book[0].title.length()', undefined],
  ['.book[0].keys()', ['category', 'author', 'title', 'price']],
  ['.book.last().title', titles(3)[0]],
  [".bicycle['a.b c'][1].sum()", 5],
  [".bicycle['a.b c'][1].avg()", 2.5],
  [".bicycle['a.b c'][1].max()", 3],
  ['.book.min()', undefined],
])('finds what $%s leads to', (path, found) => {
  expect(valueAt(store, parsePath(path))).toEqual(found);
});

it.each([
  '.',
  '.book[',
  '.book.most()',
  '.book[?(@.author =~ /(/)]',
  '.book[]',
  '.book[a]',
  "['x",
  '.book[?(@.a =)]',
  '[1:2',
  '.a b',
  '..',
])('reads no path in $%s', (path) => {
  expect(() => parsePath(path)).toThrow(SyntaxError);
});

it.each<[string, boolean]>([
  ['.a.b[0]', true],
  ["['a']", true],
  ['..a', false],
  ['.a[*]', false],
  ['.a[0:1]', false],
  ['.a[0,1]', false],
  ['.a[?(@.b)]', false],
])('knows whether $%s leads to one value', (path, one) => {
  expect(isDefinite(parsePath(path))).toBe(one);
});
