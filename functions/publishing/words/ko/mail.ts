import type { Words } from '../en/en.ts';

export const mail: Words['mail'] = {
  open: '보고서 열기.',
  attached: '전체 페이지가 첨부되어 있으며 다른 것은 필요하지 않습니다.',
};
