/** Indonesian first, English second. */
export type Bahasa = 'id' | 'en';
/** The same said in both. */
export type Frasa = Readonly<Record<Bahasa, string>>;
