/**
 * The part of PKCS#11 v2.40 (OASIS) a signer needs, as the package pkcs11js gives it. Written down here because the
 * package is optional: the program compiles and runs without it.
 */
export type Handle = Buffer;

export interface Mechanism {
  readonly mechanism: number;
  readonly parameter?: PssParameters;
}

export interface PssParameters {
  /** pkcs11js: which C structure this is. */
  readonly type: number;
  readonly hashAlg: number;
  readonly mgf: number;
  readonly saltLen: number;
}

export interface Attribute {
  readonly type: number;
  readonly value?: number | boolean | string | Buffer;
}

export interface TokenInfo {
  /** Blank padded to 32 characters. */
  readonly label: string;
  readonly serialNumber: string;
  readonly flags: number;
}

/** Every function throws an error with the number of a CKR_ value in `code`. */
export interface Cryptoki {
  load(path: string): void;
  close(): void;
  C_Initialize(options: { readonly flags: number }): void;
  C_Finalize(): void;
  C_GetSlotList(tokenPresent: boolean): Handle[];
  C_GetTokenInfo(slot: Handle): TokenInfo;
  C_GetMechanismList(slot: Handle): number[];
  C_OpenSession(slot: Handle, flags: number): Handle;
  C_CloseSession(session: Handle): void;
  C_Login(session: Handle, userType: number, pin: string): void;
  C_Logout(session: Handle): void;
  C_FindObjectsInit(session: Handle, template: Attribute[]): void;
  C_FindObjects(session: Handle, most: number): Handle[];
  C_FindObjectsFinal(session: Handle): void;
  C_GetAttributeValue(session: Handle, object: Handle, template: Attribute[]): { value: Buffer }[];
  C_SignInit(session: Handle, mechanism: Mechanism, key: Handle): void;
  /** Runs on a thread of the pool. Both buffers must stay referenced until it settles: the package does not hold them. */
  C_SignAsync(session: Handle, data: Buffer, out: Buffer): Promise<Buffer>;
}

/** Numbers of the standard (pkcs11t.h). */
export const ck = {
  osLockingOk: 0x02,
  serialSession: 0x04,
  flags: { loginRequired: 0x04, protectedPath: 0x100, pinLocked: 0x40000 },
  user: { normal: 1, contextSpecific: 2 },
  class: { certificate: 1, publicKey: 2, privateKey: 3 },
  attribute: {
    class: 0x00,
    label: 0x03,
    value: 0x11,
    certificateType: 0x80,
    id: 0x102,
    modulus: 0x120,
    ecPoint: 0x181,
    alwaysAuthenticate: 0x202,
  },
  x509: 0,
} as const;
