import type { Words } from '../en/en.ts';

const missingOf = (unit: string) => (count: number, all: number, which: string) =>
  `${all}${unit} 중 ${count}${unit}의 값이 없습니다: ${which}.`;

export const charts: Words['charts'] = {
  dataTable: '데이터 표',
  dataOf: (title) => `${title} 데이터`,
  noRows: '행 없음',
  noValues: '값 없음',
  cut: (drawn, all) => `전체 ${all}행 중 처음 ${drawn}행만 그렸습니다. 표의 SQL에서 집계하십시오.`,
  repeated: (rows, values, column) =>
    `${rows}행에 ${column} 값이 ${values}개뿐입니다. 표의 SQL에서 값마다 한 행이 되도록 집계하십시오.`,
  firstRows: (shown, all) => `전체 ${all}행 중 처음 ${shown}행입니다.`,
  when: {
    day: (day) => `${day}에`,
    week: (monday) => `${monday}에 시작하는 주에`,
    month: (month) => `${month}에`,
    year: (year) => `${year}년에`,
    moment: (moment) => `${moment}에`,
    label: (label) => `‘${label}’에서`,
  },
  highAndLow: (high, low) => `${high.when} 가장 높고(${high.value}), ${low.when} 가장 낮습니다(${low.value}).`,
  high: ({ when, value }) => `${when} 가장 높습니다: ${value}.`,
  highTotal: ({ when, value }, parts) => `합계는 ${when} 가장 높습니다: ${value}. 항목별 최고: ${parts}.`,
  highPart: (name, { when, value }) => `${name} ${when} ${value}`,
  alone: ({ when, value }) => `${when} ${value}입니다.`,
  same: (value) => `줄곧 ${value}입니다.`,
  startAndEnd: (first, last) => `${first.when} ${first.value}, ${last.when} ${last.value}입니다.`,
  extent: (from, to) => (from === to ? from : `${from} ~ ${to}`),
  firstAndLast: (first, last) => `처음: ${first}. 마지막: ${last}.`,
  firstAndLastShown: (first, last) => `처음: ${first}. 표시된 것 중 마지막: ${last}.`,
  only: (one) => `${one}.`,
  labelled: (label, value) => `${label} ${value}`,
  of: (name, says) => `${name}: ${says}`,
  mark: (batch) => `${batch}, 이전 보고서`,
  before: (column, batch) => `${column}, ${batch}`,
  weeks: {
    sum: '막대 하나는 한 주이며, 그 주 일별 값의 합계입니다.',
    mean: '막대 하나는 한 주이며, 그 주 일별 값의 평균입니다.',
  },
  missing: {
    day: missingOf('일'),
    week: missingOf('주'),
    month: missingOf('개월'),
    year: missingOf('개년'),
    moment: missingOf('개 시점'),
    label: missingOf('개 행'),
  },
  andMore: (named, more) => `${named} 외 ${more}개`,
};
