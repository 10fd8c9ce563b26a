/** The only source of time; passed as an argument, never read globally. */
export interface Clock {
  now(): Date;
}
