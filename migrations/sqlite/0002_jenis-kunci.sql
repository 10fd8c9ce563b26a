-- Keys are of several kinds from here on (D3): every key so far is a sealed one. SQLite cannot change a check, so the two
-- tables are made anew with their rows; nothing refers to them.
CREATE TABLE `__new_kunci` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`orang_id` text NOT NULL,
	`jenis` text NOT NULL,
	`sertifikat` blob,
	`rantai` text NOT NULL,
	`algoritme` text,
	`tersegel` blob NOT NULL,
	`berlaku_dari` text NOT NULL,
	`berlaku_sampai` text NOT NULL,
	`salah` integer NOT NULL,
	`terkunci_sampai` text,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`orang_id`) REFERENCES `orang`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "kunci_jenis" CHECK("__new_kunci"."jenis" in ('tersegel', 'pkcs11', 'csc', 'penyedia')),
	CONSTRAINT "kunci_algoritme" CHECK("__new_kunci"."algoritme" in ('rsa-pkcs1-sha256', 'rsa-pkcs1-sha384', 'rsa-pkcs1-sha512', 'rsa-pss-sha256', 'rsa-pss-sha384', 'rsa-pss-sha512', 'ecdsa-p256-sha256', 'ecdsa-p384-sha384', 'ecdsa-p521-sha512', 'ed25519')),
	CONSTRAINT "kunci_lengkap" CHECK("__new_kunci"."jenis" = 'penyedia' or ("__new_kunci"."sertifikat" is not null and "__new_kunci"."algoritme" is not null))
);
--> statement-breakpoint
INSERT INTO `__new_kunci`("id", "tenant_id", "orang_id", "jenis", "sertifikat", "rantai", "algoritme", "tersegel", "berlaku_dari", "berlaku_sampai", "salah", "terkunci_sampai") SELECT "id", "tenant_id", "orang_id", 'tersegel', "sertifikat", "rantai", "algoritme", "tersegel", "berlaku_dari", "berlaku_sampai", "salah", "terkunci_sampai" FROM `kunci`;--> statement-breakpoint
DROP TABLE `kunci`;--> statement-breakpoint
ALTER TABLE `__new_kunci` RENAME TO `kunci`;--> statement-breakpoint
CREATE INDEX `kunci_orang` ON `kunci` (`orang_id`);--> statement-breakpoint
CREATE TABLE `__new_upaya` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`naskah_id` text NOT NULL,
	`urutan` integer NOT NULL,
	`upaya` integer NOT NULL,
	`keadaan` text NOT NULL,
	`versi` integer NOT NULL,
	`orang_id` text NOT NULL,
	`jabatan_id` text NOT NULL,
	`persetujuan` text NOT NULL,
	`tingkat` text NOT NULL,
	`sertifikat_sha256` text,
	`jenis_kunci` text NOT NULL,
	`penandatangan` text NOT NULL,
	`siap_sha256` text,
	`dasar_sha256` text,
	`hasil_sha256` text,
	`idempotensi` text,
	`alasan` text,
	`dibuat` text NOT NULL,
	`diubah` text NOT NULL,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`naskah_id`) REFERENCES `naskah`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`orang_id`) REFERENCES `orang`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`jabatan_id`) REFERENCES `jabatan`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "upaya_keadaan_sah" CHECK("__new_upaya"."keadaan" in ('dipesan', 'siap', 'dikirim', 'menunggu_cap_waktu', 'selesai', 'gagal', 'tak_pasti')),
	CONSTRAINT "upaya_tingkat" CHECK("__new_upaya"."tingkat" in ('B-B', 'B-T')),
	CONSTRAINT "upaya_jenis_kunci" CHECK("__new_upaya"."jenis_kunci" in ('tersegel', 'pkcs11', 'csc', 'penyedia')),
	CONSTRAINT "upaya_penandatangan" CHECK("__new_upaya"."penandatangan" in ('lokal', 'jauh')),
	CONSTRAINT "upaya_selesai_punya_hasil" CHECK("__new_upaya"."keadaan" <> 'selesai' or "__new_upaya"."hasil_sha256" is not null)
);
--> statement-breakpoint
INSERT INTO `__new_upaya`("id", "tenant_id", "naskah_id", "urutan", "upaya", "keadaan", "versi", "orang_id", "jabatan_id", "persetujuan", "tingkat", "sertifikat_sha256", "jenis_kunci", "penandatangan", "siap_sha256", "dasar_sha256", "hasil_sha256", "idempotensi", "alasan", "dibuat", "diubah") SELECT "id", "tenant_id", "naskah_id", "urutan", "upaya", "keadaan", "versi", "orang_id", "jabatan_id", "persetujuan", "tingkat", "sertifikat_sha256", 'tersegel', "penandatangan", "siap_sha256", "dasar_sha256", "hasil_sha256", "idempotensi", "alasan", "dibuat", "diubah" FROM `upaya`;--> statement-breakpoint
DROP TABLE `upaya`;--> statement-breakpoint
ALTER TABLE `__new_upaya` RENAME TO `upaya`;--> statement-breakpoint
CREATE UNIQUE INDEX `upaya_ke` ON `upaya` (`naskah_id`,`urutan`,`upaya`);--> statement-breakpoint
CREATE UNIQUE INDEX `upaya_satu_terbuka` ON `upaya` (`naskah_id`) WHERE "upaya"."keadaan" in ('dipesan', 'siap', 'dikirim', 'menunggu_cap_waktu');--> statement-breakpoint
CREATE INDEX `upaya_keadaan` ON `upaya` (`keadaan`);--> statement-breakpoint
-- The guards of 0001 went with the old table.
CREATE TRIGGER upaya_tanpa_delete BEFORE DELETE ON upaya
BEGIN SELECT RAISE(ABORT, 'upaya: tidak dihapus'); END;--> statement-breakpoint
CREATE TRIGGER upaya_tetap BEFORE UPDATE ON upaya
WHEN OLD.keadaan IN ('selesai', 'gagal') OR NEW.naskah_id <> OLD.naskah_id OR NEW.tenant_id <> OLD.tenant_id
  OR NEW.jenis_kunci <> OLD.jenis_kunci
BEGIN SELECT RAISE(ABORT, 'upaya: sudah ditutup'); END;
