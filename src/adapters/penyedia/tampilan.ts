/** What a signing request may ask the provider to draw (providers.md 1.1, 1.3, 1.4). Points. */
export type Look = { readonly visible: false } | VisibleLook;

export interface VisibleLook {
  readonly visible: true;
  readonly placement: Placement;
  /** v1 also draws a QR of any text by itself; v2 needs a picture. */
  readonly picture?:
    { readonly image: Uint8Array; readonly type: 'image/png' | 'image/jpeg' } | { readonly qr: string };
}

export type Placement =
  /** The box is centred on the glyph origin of the tag's first character. */
  | { readonly tag: string; readonly size?: BoxSize }
  | {
      /** From 1; v1 also knows the first and the last. */
      readonly page: number | 'PERTAMA' | 'TERAKHIR';
      /** v1: lower-left corner, y upwards. v2: unresolved (providers.md 1.4), sent as given. */
      readonly x: number;
      readonly y: number;
      readonly size: BoxSize;
    };

export interface BoxSize {
  readonly width: number;
  readonly height: number;
}

/** Texts that go into the signature's dictionary. */
export interface Remarks {
  readonly reason?: string;
  readonly location?: string;
  readonly contactInfo?: string;
}

/** Our letters carry their visible block in the page already. */
export const invisible: Look = { visible: false };
