-- Guards that the schema text cannot say (audit-log.md 5.1): they stop accidents; the tree's proofs detect malice.
-- REPLACE deletes first, so these hold only with recursive_triggers=ON, which every connection asserts.
CREATE TRIGGER audit_leaf_tanpa_update BEFORE UPDATE ON audit_leaf
BEGIN SELECT RAISE(ABORT, 'audit_leaf: hanya tambah'); END;--> statement-breakpoint
CREATE TRIGGER audit_leaf_tanpa_delete BEFORE DELETE ON audit_leaf
BEGIN SELECT RAISE(ABORT, 'audit_leaf: hanya tambah'); END;--> statement-breakpoint
CREATE TRIGGER audit_node_tanpa_update BEFORE UPDATE ON audit_node
BEGIN SELECT RAISE(ABORT, 'audit_node: hanya tambah'); END;--> statement-breakpoint
CREATE TRIGGER audit_node_tanpa_delete BEFORE DELETE ON audit_node
BEGIN SELECT RAISE(ABORT, 'audit_node: hanya tambah'); END;--> statement-breakpoint
CREATE TRIGGER audit_log_kunci_tanpa_update BEFORE UPDATE ON audit_log_kunci
BEGIN SELECT RAISE(ABORT, 'audit_log_kunci: hanya tambah'); END;--> statement-breakpoint
CREATE TRIGGER audit_log_kunci_tanpa_delete BEFORE DELETE ON audit_log_kunci
BEGIN SELECT RAISE(ABORT, 'audit_log_kunci: hanya tambah'); END;--> statement-breakpoint
CREATE TRIGGER naskah_versi_tanpa_update BEFORE UPDATE ON naskah_versi
BEGIN SELECT RAISE(ABORT, 'naskah_versi: hanya tambah'); END;--> statement-breakpoint
CREATE TRIGGER naskah_versi_tanpa_delete BEFORE DELETE ON naskah_versi
BEGIN SELECT RAISE(ABORT, 'naskah_versi: hanya tambah'); END;--> statement-breakpoint
CREATE TRIGGER naskah_berkas_tanpa_update BEFORE UPDATE ON naskah_berkas
BEGIN SELECT RAISE(ABORT, 'naskah_berkas: hanya tambah'); END;--> statement-breakpoint
CREATE TRIGGER naskah_berkas_tanpa_delete BEFORE DELETE ON naskah_berkas
BEGIN SELECT RAISE(ABORT, 'naskah_berkas: hanya tambah'); END;--> statement-breakpoint
CREATE TRIGGER aduan_riwayat_tanpa_update BEFORE UPDATE ON aduan_riwayat
BEGIN SELECT RAISE(ABORT, 'aduan_riwayat: hanya tambah'); END;--> statement-breakpoint
CREATE TRIGGER aduan_riwayat_tanpa_delete BEFORE DELETE ON aduan_riwayat
BEGIN SELECT RAISE(ABORT, 'aduan_riwayat: hanya tambah'); END;--> statement-breakpoint
CREATE TRIGGER penyingkapan_tanpa_update BEFORE UPDATE ON penyingkapan
BEGIN SELECT RAISE(ABORT, 'penyingkapan: tidak diubah'); END;--> statement-breakpoint
CREATE TRIGGER audit_head_tanpa_delete BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'audit_head: tidak dihapus'); END;--> statement-breakpoint
CREATE TRIGGER audit_objek_tanpa_delete BEFORE DELETE ON audit_objek
BEGIN SELECT RAISE(ABORT, 'audit_objek: tidak dihapus'); END;--> statement-breakpoint
CREATE TRIGGER nomor_tanpa_delete BEFORE DELETE ON nomor
BEGIN SELECT RAISE(ABORT, 'nomor: tidak dihapus'); END;--> statement-breakpoint
CREATE TRIGGER upaya_tanpa_delete BEFORE DELETE ON upaya
BEGIN SELECT RAISE(ABORT, 'upaya: tidak dihapus'); END;--> statement-breakpoint
CREATE TRIGGER naskah_tanpa_delete BEFORE DELETE ON naskah
BEGIN SELECT RAISE(ABORT, 'naskah: tidak dihapus'); END;--> statement-breakpoint
CREATE TRIGGER tenant_tanpa_delete BEFORE DELETE ON tenant
BEGIN SELECT RAISE(ABORT, 'tenant: tidak dihapus'); END;--> statement-breakpoint
CREATE TRIGGER profil_tanpa_delete BEFORE DELETE ON profil
BEGIN SELECT RAISE(ABORT, 'profil: tidak dihapus'); END;--> statement-breakpoint
CREATE TRIGGER profil_tanpa_update BEFORE UPDATE ON profil
BEGIN SELECT RAISE(ABORT, 'profil: versi profil tidak diubah'); END;--> statement-breakpoint
CREATE TRIGGER audit_head_maju BEFORE UPDATE ON audit_head
WHEN NEW.log <> OLD.log OR NEW.tenant_id IS NOT OLD.tenant_id OR NEW.tahun <> OLD.tahun
  OR NEW.ukuran <> OLD.ukuran + 1 OR NEW.waktu_akhir < OLD.waktu_akhir
BEGIN SELECT RAISE(ABORT, 'audit_head: hanya maju satu'); END;--> statement-breakpoint
CREATE TRIGGER audit_objek_maju BEFORE UPDATE ON audit_objek
WHEN NEW.log <> OLD.log OR NEW.jenis <> OLD.jenis OR NEW.id <> OLD.id
  OR NEW.n <> OLD.n + 1 OR NEW.urut <= OLD.urut
BEGIN SELECT RAISE(ABORT, 'audit_objek: hanya maju satu'); END;--> statement-breakpoint
-- A number keeps its place and its letter for ever; terbit and batal are final, nothing is reused.
CREATE TRIGGER nomor_tetap BEFORE UPDATE ON nomor
WHEN NEW.tenant_id <> OLD.tenant_id OR NEW.register <> OLD.register OR NEW.tahun <> OLD.tahun
  OR NEW.urut <> OLD.urut OR NEW.sisipan <> OLD.sisipan OR NEW.naskah_id <> OLD.naskah_id
  OR OLD.keadaan IN ('terbit', 'batal')
  OR (OLD.keadaan = 'ditahan' AND NEW.keadaan NOT IN ('ditahan', 'dipesan', 'batal'))
BEGIN SELECT RAISE(ABORT, 'nomor: tetap'); END;--> statement-breakpoint
-- A closed attempt stays as it ended; tak_pasti may still be settled, by a person.
CREATE TRIGGER upaya_tetap BEFORE UPDATE ON upaya
WHEN OLD.keadaan IN ('selesai', 'gagal') OR NEW.naskah_id <> OLD.naskah_id OR NEW.tenant_id <> OLD.tenant_id
BEGIN SELECT RAISE(ABORT, 'upaya: sudah ditutup'); END;--> statement-breakpoint
-- What was sent stays sent; a signed letter is only ever sent.
CREATE TRIGGER naskah_tetap BEFORE UPDATE ON naskah
WHEN NEW.tenant_id <> OLD.tenant_id OR NEW.bukti_id <> OLD.bukti_id
  OR (OLD.keadaan = 'dikirim' AND NEW.keadaan <> 'dikirim')
  OR (OLD.keadaan = 'ditandatangani' AND NEW.keadaan NOT IN ('ditandatangani', 'dikirim'))
BEGIN SELECT RAISE(ABORT, 'naskah: bertanda tangan tidak mundur'); END;--> statement-breakpoint
-- The tenant's code is part of its logs' origins.
CREATE TRIGGER tenant_kode_tetap BEFORE UPDATE ON tenant
WHEN NEW.id <> OLD.id OR NEW.kode <> OLD.kode
BEGIN SELECT RAISE(ABORT, 'tenant: kode tetap'); END;--> statement-breakpoint
CREATE TRIGGER naskah_aduan_ada BEFORE INSERT ON naskah
WHEN NEW.aduan_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM aduan WHERE id = NEW.aduan_id AND tenant_id = NEW.tenant_id)
BEGIN SELECT RAISE(ABORT, 'naskah: aduan tidak ada'); END;--> statement-breakpoint
CREATE TRIGGER naskah_aduan_tetap_ada BEFORE UPDATE OF aduan_id ON naskah
WHEN NEW.aduan_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM aduan WHERE id = NEW.aduan_id AND tenant_id = NEW.tenant_id)
BEGIN SELECT RAISE(ABORT, 'naskah: aduan tidak ada'); END;
