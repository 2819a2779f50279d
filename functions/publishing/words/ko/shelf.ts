import type { Words } from '../en/en.ts';

export const shelf: Words['shelf'] = {
  allReports: '모든 보고서',
  holding: '유효한 보고서',
  noneOfBatch: '이 배치의 보고서는 아직 게시되지 않았습니다.',
  says: '모든 보고서, 최신 배치부터. 각 배치는 유효한 보고서로 연결됩니다.',
  batch: '배치',
  verdict: '판정',
  versions: '버전',
  none: '아직 없음',
  published: '게시됨',
  outdated: (batch) => `더 이상 유효하지 않은 ${batch} 보고서와 비교됨: 다시 실행하면 유효한 보고서와 비교합니다.`,
  holds: '유효함',
  held: '보류됨',
  superseded: '대체됨',
};
