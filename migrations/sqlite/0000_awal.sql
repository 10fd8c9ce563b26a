CREATE TABLE `jabatan` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`unit_id` text NOT NULL,
	`kode` text NOT NULL,
	`nama` text NOT NULL,
	`kelas` text NOT NULL,
	`induk` text,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `unit`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`induk`) REFERENCES `jabatan`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "jabatan_kelas" CHECK("jabatan"."kelas" in ('kdh', 'wakil-kdh', 'sekda', 'struktural', 'fungsional'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `jabatan_kode` ON `jabatan` (`tenant_id`,`kode`);--> statement-breakpoint
CREATE TABLE `kunci` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`orang_id` text NOT NULL,
	`sertifikat` blob NOT NULL,
	`rantai` text NOT NULL,
	`algoritme` text NOT NULL,
	`tersegel` blob NOT NULL,
	`berlaku_dari` text NOT NULL,
	`berlaku_sampai` text NOT NULL,
	`salah` integer NOT NULL,
	`terkunci_sampai` text,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`orang_id`) REFERENCES `orang`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "kunci_algoritme" CHECK("kunci"."algoritme" in ('rsa-pkcs1-sha256', 'ecdsa-p256-sha256'))
);
--> statement-breakpoint
CREATE INDEX `kunci_orang` ON `kunci` (`orang_id`);--> statement-breakpoint
CREATE TABLE `orang` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`nama` text NOT NULL,
	`gelar_depan` text,
	`gelar_belakang` text,
	`kepegawaian` text NOT NULL,
	`nip` text,
	`pangkat` text,
	`golongan` text,
	`nik_tersamar` text,
	`nik_tersegel` blob,
	`nik_hash` blob,
	`peran` text NOT NULL,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "orang_kepegawaian" CHECK("orang"."kepegawaian" in ('pns', 'pppk', 'pejabat-negara', 'non-asn'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `orang_nik` ON `orang` (`tenant_id`,`nik_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `orang_nip` ON `orang` (`tenant_id`,`nip`);--> statement-breakpoint
CREATE TABLE `pemangku` (
	`jabatan_id` text NOT NULL,
	`orang_id` text NOT NULL,
	`bentuk` text NOT NULL,
	`dari` text NOT NULL,
	`sampai` text,
	PRIMARY KEY(`jabatan_id`, `orang_id`, `bentuk`, `dari`),
	FOREIGN KEY (`jabatan_id`) REFERENCES `jabatan`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`orang_id`) REFERENCES `orang`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "pemangku_bentuk" CHECK("pemangku"."bentuk" in ('definitif', 'plt', 'plh', 'pj', 'pjs'))
);
--> statement-breakpoint
CREATE INDEX `pemangku_orang` ON `pemangku` (`orang_id`);--> statement-breakpoint
CREATE TABLE `profil` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`versi` integer NOT NULL,
	`berlaku_sejak` text NOT NULL,
	`isi` text NOT NULL,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `profil_versi` ON `profil` (`tenant_id`,`versi`);--> statement-breakpoint
CREATE TABLE `tenant` (
	`id` text PRIMARY KEY NOT NULL,
	`kode` text NOT NULL,
	`nama` text NOT NULL,
	`jenis` text NOT NULL,
	`zona` text NOT NULL,
	CONSTRAINT "tenant_jenis" CHECK("tenant"."jenis" in ('provinsi', 'kabupaten', 'kota')),
	CONSTRAINT "tenant_zona" CHECK("tenant"."zona" in ('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tenant_kode_unique` ON `tenant` (`kode`);--> statement-breakpoint
CREATE TABLE `token` (
	`sha256` text PRIMARY KEY NOT NULL,
	`orang_id` text NOT NULL,
	`tenant_id` text NOT NULL,
	FOREIGN KEY (`orang_id`) REFERENCES `orang`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `unit` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`kode` text NOT NULL,
	`nama` text NOT NULL,
	`induk` text,
	`kode_nomor` text NOT NULL,
	`kop` text,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`induk`) REFERENCES `unit`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `unit_kode` ON `unit` (`tenant_id`,`kode`);--> statement-breakpoint
CREATE TABLE `naskah` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`jenis` text NOT NULL,
	`keadaan` text NOT NULL,
	`revisi` integer NOT NULL,
	`versi` integer NOT NULL,
	`hal` text NOT NULL,
	`konseptor_jabatan_id` text NOT NULL,
	`konseptor_orang_id` text NOT NULL,
	`unit_id` text NOT NULL,
	`bukti_id` text NOT NULL,
	`aduan_id` text,
	`nomor` text,
	`tanggal` text,
	`profil_id` text,
	`alasan` text,
	`berkas_sha256` text,
	`dibuat` text NOT NULL,
	`diubah` text NOT NULL,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`konseptor_jabatan_id`) REFERENCES `jabatan`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`konseptor_orang_id`) REFERENCES `orang`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `unit`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`profil_id`) REFERENCES `profil`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "naskah_jenis" CHECK("naskah"."jenis" in ('surat-dinas', 'nota-dinas', 'jawaban-aduan')),
	CONSTRAINT "naskah_keadaan" CHECK("naskah"."keadaan" in ('konsep', 'diajukan', 'diparaf', 'siap_tanda_tangan', 'menandatangani', 'menunggu_cap_waktu', 'tak_pasti', 'ditandatangani', 'dikirim', 'ditolak')),
	CONSTRAINT "naskah_bertanda_tangan_punya_berkas" CHECK("naskah"."keadaan" not in ('ditandatangani', 'dikirim') or ("naskah"."berkas_sha256" is not null and "naskah"."nomor" is not null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `naskah_bukti_id_unique` ON `naskah` (`bukti_id`);--> statement-breakpoint
CREATE INDEX `naskah_daftar` ON `naskah` (`tenant_id`,`dibuat`,`id`);--> statement-breakpoint
CREATE TABLE `naskah_berkas` (
	`naskah_id` text NOT NULL,
	`sha256` text NOT NULL,
	`ukuran` integer NOT NULL,
	`waktu` text NOT NULL,
	PRIMARY KEY(`naskah_id`, `sha256`),
	FOREIGN KEY (`naskah_id`) REFERENCES `naskah`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `naskah_berkas_sha256` ON `naskah_berkas` (`sha256`);--> statement-breakpoint
CREATE TABLE `naskah_versi` (
	`naskah_id` text NOT NULL,
	`versi` integer NOT NULL,
	`konsep` text NOT NULL,
	`sha256` text NOT NULL,
	`oleh` text NOT NULL,
	`dibuat` text NOT NULL,
	PRIMARY KEY(`naskah_id`, `versi`),
	FOREIGN KEY (`naskah_id`) REFERENCES `naskah`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`oleh`) REFERENCES `orang`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `nomor` (
	`tenant_id` text NOT NULL,
	`register` text NOT NULL,
	`tahun` integer NOT NULL,
	`urut` integer NOT NULL,
	`sisipan` text NOT NULL,
	`teks` text NOT NULL,
	`tanggal` text NOT NULL,
	`naskah_id` text NOT NULL,
	`keadaan` text NOT NULL,
	`alasan` text,
	PRIMARY KEY(`tenant_id`, `register`, `tahun`, `urut`, `sisipan`),
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`naskah_id`) REFERENCES `naskah`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "nomor_keadaan" CHECK("nomor"."keadaan" in ('dipesan', 'ditahan', 'terbit', 'batal')),
	CONSTRAINT "nomor_urut_positif" CHECK("nomor"."urut" >= 1)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `nomor_satu_per_naskah` ON `nomor` (`naskah_id`) WHERE "nomor"."keadaan" <> 'batal';--> statement-breakpoint
CREATE TABLE `paraf` (
	`naskah_id` text NOT NULL,
	`versi` integer NOT NULL,
	`urutan` integer NOT NULL,
	`jabatan_id` text NOT NULL,
	`status` text NOT NULL,
	`orang_id` text,
	`waktu` text,
	PRIMARY KEY(`naskah_id`, `versi`, `urutan`),
	FOREIGN KEY (`naskah_id`) REFERENCES `naskah`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`jabatan_id`) REFERENCES `jabatan`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`orang_id`) REFERENCES `orang`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "paraf_status" CHECK("paraf"."status" in ('menunggu', 'disetujui', 'dikembalikan', 'ditolak', 'gugur'))
);
--> statement-breakpoint
CREATE INDEX `paraf_jabatan` ON `paraf` (`jabatan_id`);--> statement-breakpoint
CREATE TABLE `penandatangan` (
	`naskah_id` text NOT NULL,
	`urutan` integer NOT NULL,
	`jabatan_id` text NOT NULL,
	`status` text NOT NULL,
	`orang_id` text,
	`waktu` text,
	`wewenang` text,
	PRIMARY KEY(`naskah_id`, `urutan`),
	FOREIGN KEY (`naskah_id`) REFERENCES `naskah`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`jabatan_id`) REFERENCES `jabatan`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`orang_id`) REFERENCES `orang`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "penandatangan_status" CHECK("penandatangan"."status" in ('menunggu', 'selesai'))
);
--> statement-breakpoint
CREATE INDEX `penandatangan_jabatan` ON `penandatangan` (`jabatan_id`);--> statement-breakpoint
CREATE TABLE `upaya` (
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
	`sertifikat_sha256` text NOT NULL,
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
	CONSTRAINT "upaya_keadaan_sah" CHECK("upaya"."keadaan" in ('dipesan', 'siap', 'dikirim', 'menunggu_cap_waktu', 'selesai', 'gagal', 'tak_pasti')),
	CONSTRAINT "upaya_tingkat" CHECK("upaya"."tingkat" in ('B-B', 'B-T')),
	CONSTRAINT "upaya_penandatangan" CHECK("upaya"."penandatangan" in ('lokal', 'jauh')),
	CONSTRAINT "upaya_selesai_punya_hasil" CHECK("upaya"."keadaan" <> 'selesai' or "upaya"."hasil_sha256" is not null)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `upaya_ke` ON `upaya` (`naskah_id`,`urutan`,`upaya`);--> statement-breakpoint
CREATE UNIQUE INDEX `upaya_satu_terbuka` ON `upaya` (`naskah_id`) WHERE "upaya"."keadaan" in ('dipesan', 'siap', 'dikirim', 'menunggu_cap_waktu');--> statement-breakpoint
CREATE INDEX `upaya_keadaan` ON `upaya` (`keadaan`);--> statement-breakpoint
CREATE TABLE `aduan` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`tiket` text NOT NULL,
	`kanal` text NOT NULL,
	`rujukan_mitra` text,
	`judul` text NOT NULL,
	`uraian` text NOT NULL,
	`kota` text,
	`anonim` integer NOT NULL,
	`keadaan` text NOT NULL,
	`revisi` integer NOT NULL,
	`unit_id` text,
	`naskah_id` text,
	`alasan` text,
	`kejadian` text,
	`diserahkan` text,
	`diterima` text NOT NULL,
	`diubah` text NOT NULL,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `unit`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`naskah_id`) REFERENCES `naskah`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "aduan_kanal" CHECK("aduan"."kanal" in ('web', 'surat', 'tatap-muka', 'mitra-luring')),
	CONSTRAINT "aduan_keadaan" CHECK("aduan"."keadaan" in ('baru', 'diteruskan', 'diproses', 'ditanggapi', 'diarsipkan'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `aduan_tiket_unique` ON `aduan` (`tiket`);--> statement-breakpoint
CREATE UNIQUE INDEX `aduan_rujukan` ON `aduan` (`tenant_id`,`kanal`,`rujukan_mitra`);--> statement-breakpoint
CREATE INDEX `aduan_daftar` ON `aduan` (`tenant_id`,`diterima`,`id`);--> statement-breakpoint
CREATE TABLE `aduan_riwayat` (
	`aduan_id` text NOT NULL,
	`urutan` integer NOT NULL,
	`aksi` text NOT NULL,
	`oleh` text,
	`catatan` text,
	`waktu` text NOT NULL,
	PRIMARY KEY(`aduan_id`, `urutan`),
	FOREIGN KEY (`aduan_id`) REFERENCES `aduan`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`oleh`) REFERENCES `orang`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `pelapor` (
	`aduan_id` text PRIMARY KEY NOT NULL,
	`tersegel` blob NOT NULL,
	FOREIGN KEY (`aduan_id`) REFERENCES `aduan`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `audit_head` (
	`log` text PRIMARY KEY NOT NULL,
	`tenant_id` text,
	`tahun` integer NOT NULL,
	`ukuran` integer NOT NULL,
	`waktu_akhir` text NOT NULL,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_head_epoch` ON `audit_head` (`tenant_id`,`tahun`);--> statement-breakpoint
CREATE TABLE `audit_leaf` (
	`log` text NOT NULL,
	`urut` integer NOT NULL,
	`isi` blob NOT NULL,
	`objek_jenis` text,
	`objek_id` text,
	`objek_n` integer,
	`peristiwa` text NOT NULL,
	PRIMARY KEY(`log`, `urut`),
	FOREIGN KEY (`log`) REFERENCES `audit_head`(`log`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `audit_leaf_objek` ON `audit_leaf` (`objek_jenis`,`objek_id`);--> statement-breakpoint
CREATE INDEX `audit_leaf_peristiwa` ON `audit_leaf` (`peristiwa`);--> statement-breakpoint
CREATE TABLE `audit_log_kunci` (
	`log` text PRIMARY KEY NOT NULL,
	`publik` blob NOT NULL,
	`tersegel` blob NOT NULL,
	FOREIGN KEY (`log`) REFERENCES `audit_head`(`log`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `audit_node` (
	`log` text NOT NULL,
	`level` integer NOT NULL,
	`idx` integer NOT NULL,
	`h` blob NOT NULL,
	PRIMARY KEY(`log`, `level`, `idx`),
	FOREIGN KEY (`log`) REFERENCES `audit_head`(`log`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `audit_objek` (
	`log` text NOT NULL,
	`jenis` text NOT NULL,
	`id` text NOT NULL,
	`n` integer NOT NULL,
	`urut` integer NOT NULL,
	`h` blob NOT NULL,
	PRIMARY KEY(`log`, `jenis`, `id`),
	FOREIGN KEY (`log`) REFERENCES `audit_head`(`log`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `audit_objek_id` ON `audit_objek` (`jenis`,`id`);--> statement-breakpoint
CREATE TABLE `idempotensi` (
	`pemilik` text NOT NULL,
	`kunci` text NOT NULL,
	`sidik` text NOT NULL,
	`jawaban` text,
	`dibuat` text NOT NULL,
	PRIMARY KEY(`pemilik`, `kunci`)
);
--> statement-breakpoint
CREATE TABLE `penyingkapan` (
	`digest` text PRIMARY KEY NOT NULL,
	`log` text NOT NULL,
	`urut` integer NOT NULL,
	`nama` text NOT NULL,
	`subjek_id` text NOT NULL,
	`kelas_retensi` text,
	`hapus_setelah` text,
	`nonce` blob NOT NULL,
	`ct` blob NOT NULL,
	FOREIGN KEY (`log`) REFERENCES `audit_head`(`log`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `penyingkapan_daun` ON `penyingkapan` (`log`,`urut`);--> statement-breakpoint
CREATE INDEX `penyingkapan_subjek` ON `penyingkapan` (`subjek_id`);--> statement-breakpoint
CREATE TABLE `subjek_kunci` (
	`subjek_id` text PRIMARY KEY NOT NULL,
	`tersegel` blob NOT NULL
);
