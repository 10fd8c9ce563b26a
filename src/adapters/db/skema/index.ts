/** The schema text (DESIGN D7): written once against `dialek.ts`; migrations are generated from it. */
export * from './organisasi.ts';
export * from './naskah.ts';
export * from './aduan.ts';
export * from './audit.ts';
