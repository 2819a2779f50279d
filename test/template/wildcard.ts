/** Whether it is such a value; `*` and `?` stand for more, as in IAM. */
export const matches = (pattern: string, value: string) =>
  new RegExp(`^${literally(pattern).replaceAll('\\*', '.*').replaceAll('\\?', '.')}$`, 's').test(value);

const literally = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
