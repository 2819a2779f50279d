import type { Moved } from '../en/checks.ts';
import type { Words } from '../en/en.ts';

function verb({ times, up, amount }: Moved): string {
  if (!times) return `${amount} ${up ? '증가' : '감소'}`;
  if (!up) return times.about ? '절반으로 감소' : '절반 미만으로 감소';
  const by = times.about ? Math.round(times.by) : Math.floor(times.by);
  return times.about ? `약 ${by}배로 증가` : `${by}배 넘게 증가`;
}

function most({ days, up }: Moved): string {
  if (!days) return '';
  return days.ofChange ? ` ${up ? '증가분' : '감소분'}의 대부분은 ${days.list}.` : ` 대부분 ${days.list}에 집중.`;
}

const allowed = (limit: string) => `허용 한도 ${limit}`;
const byPerson = (accepted: boolean) => (accepted ? ' 담당자가 승인함.' : '');
const daily = (list: boolean) => (list ? '' : '하루 ');

export const checks: Words['checks'] = {
  use: { yes: '사용 가능', with_care: '주의하여 사용', no: '사용 금지' },
  rejected: {
    none: (title, all) => `${title}: ${all}행 중 거부된 행이 없습니다.`,
    some: (title, rows, all, share, limit) =>
      `${title}: ${all}행 중 ${rows}행이 거부되었습니다(${share}, ${allowed(limit)}).`,
    past: (title, rows, all, share, limit, accepted) =>
      `${title}: ${all}행 중 ${rows}행이 거부되어 한도를 넘었습니다(${share}, ${allowed(limit)}).${byPerson(accepted)}`,
  },
  empty: {
    rows: (title, rows) => `${title}: ${rows}행을 읽었습니다.`,
    allowed: (title) => `${title}: 행이 없으며, 이는 허용됩니다.`,
    none: (title, accepted) => `${title}: 행이 하나도 없습니다.${byPerson(accepted)}`,
  },
  unreadable: {
    none: (title, files) => `${title}: 파일 ${files}개를 모두 읽을 수 있었습니다.`,
    some: (title, faults) => `${title}: ${faults}`,
  },
  unmatched: {
    none: (title, other, on, all) =>
      all === '0'
        ? `${title}: ${other} 행을 가리키는 행이 없습니다(기준 열: ${on}).`
        : `${title}: ${all}행 모두 ${other}에 짝이 있습니다(기준 열: ${on}).`,
    some: (title, other, on, rows, all, share, limit) =>
      `${title}: ${all}행 중 ${rows}행(${share})은 ${other}에 짝이 없습니다(기준 열: ${on}, ${allowed(limit)}).`,
  },
  volume: {
    same: (title, rows, batch, list) => `${title}: ${daily(list)}${rows}행, ${batch} 대비 변화가 없습니다.`,
    changed: (title, rows, change, up, batch, list) =>
      `${title}: ${daily(list)}${rows}행, ${batch} 대비 ${change} ${up ? '많습니다' : '적습니다'}.`,
    fromNone: (title, rows, batch, list) => `${title}: ${daily(list)}${rows}행이며, ${batch}에는 없었습니다.`,
  },
  late: (title, lacks) => `${title}: 기한까지 도착하지 않은 것을 빼고 처리했습니다: ${lacks}.`,
  absent: (title) => `${title}: 선택 소스이며 전달된 데이터가 없습니다.`,
  left_out: (title, problems) => `${title}: 선택 소스이며 제외되었습니다: ${problems}`,
  warning: (title, text) => `${title}: ${text}`,
  days: {
    all: (title, days) => `${title}: ${days}일 모두 행이 있습니다.`,
    some: (title, list, missing, days) => `${title}: ${days}일 중 ${missing}일에 행이 없습니다(${list}).`,
    none: (title, days) => `${title}: ${days}일 모두 행이 없습니다.`,
  },
  not_over: {
    over: '데이터를 확정할 때 기간의 모든 날이 지나 있었습니다.',
    some: (list) =>
      `데이터를 확정할 때 기간이 끝나지 않았습니다. 다음 날의 데이터는 일부 또는 전부 없을 수 있습니다: ${list}.`,
  },
  baseline: {
    none: '비교할 이전 배치의 보고서가 없습니다.',
    unreadable: (batch) => `${batch} 보고서를 읽을 수 없어 변화를 표시하지 않습니다.`,
    partial: (batch) => `${batch} 보고서에 빠진 데이터가 있어, 변화가 그 때문일 수 있습니다.`,
    whole: (batch) => `빠진 데이터가 없는 ${batch} 보고서와 비교했습니다.`,
  },
  changed: {
    moved: (moved) => {
      const perDay = moved.perDay && `, 하루 기준 ${moved.perDay.amount} ${moved.perDay.up ? '증가' : '감소'}`;
      return `${moved.title} ${verb(moved)}, ${moved.value} 기록${perDay ?? ''}.${most(moved)}`;
    },
    same: (title, value) => `${title} 변화 없음, ${value} 유지.`,
    hardly: (title, value) => `${title} 거의 변화 없음, ${value} 기록.`,
    fromZero: (title, value, batch) => `${title}: ${value} (${batch}에는 0).`,
    none: (title, value) => `${title}: ${value} (비교할 값 없음).`,
  },
};
