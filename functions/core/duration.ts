/** A length of time, in whole seconds. */
export interface Duration {
  readonly seconds: number;
}

export const seconds = (count: number): Duration => ({ seconds: count });
export const minutes = (count: number): Duration => seconds(count * 60);
export const hours = (count: number): Duration => minutes(count * 60);
export const days = (count: number): Duration => hours(count * 24);
