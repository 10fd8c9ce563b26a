/** Published vectors of naskah-audit/1 (audit-log.md 17): made by one implementation, checked by a second one. */
export const treeInputs = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
export const treeRoots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
export const disclosures = [
  {
    salt: 'a0',
    name: 'pelaku.nama',
    value: 'Siti Rahmawati',
    text: 'WyJvS0Nnb0tDZ29LQ2dvS0Nnb0tDZ29BIiwicGVsYWt1Lm5hbWEiLCJTaXRpIFJhaG1hd2F0aSJd',
    digest: '3rOeKtjAoSaTFcEZY-YKZUEGuQAC-KRuQdU7wrWFinA',
  },
  {
    salt: 'a1',
    name: 'pelaku.nip',
    value: '198001012005012001',
    text: 'WyJvYUdob2FHaG9hR2hvYUdob2FHaG9RIiwicGVsYWt1Lm5pcCIsIjE5ODAwMTAxMjAwNTAxMjAwMSJd',
    digest: 'R-p7sOL-lirII00t8eisxr0sEzFCu7FIK9rHmFGSs6s',
  },
  {
    salt: 'a2',
    name: 'pelaku.ip',
    value: '203.0.113.7',
    text: 'WyJvcUtpb3FLaW9xS2lvcUtpb3FLaW9nIiwicGVsYWt1LmlwIiwiMjAzLjAuMTEzLjciXQ',
    digest: '244WblWYho7ysGW6_gT3IORy90_WlxEsTUqV7Ey5YI4',
  },
  {
    salt: 'a3',
    name: 'objek.perihal',
    value: 'Undangan Rapat Koordinasi — “Triwulan III”',
    text: 'WyJvNk9qbzZPam82T2pvNk9qbzZPam93Iiwib2JqZWsucGVyaWhhbCIsIlVuZGFuZ2FuIFJhcGF0IEtvb3JkaW5hc2kg4oCUIOKAnFRyaXd1bGFuIElJSeKAnSJd',
    digest: '955Mcrp0kuov-FEjlGn6p-inkdZUSEYnwF1jqnlN7uU',
  },
] as const;
export const leaves = [
  {
    bytes: 344,
    hash: '484bc7b7b03d2ca807d5efa35bf66e95fc4ccdd90dfc2b76d011ef7c7f562436',
    text: '{"acak":"sLCwsLCwsLCwsLCwsLCwsA","fmt":"naskah-audit/1","log":"naskah.contoh.go.id/log/pemkab-contoh/2026","pelaku":{"id":"naskah","jenis":"sistem"},"peristiwa":"log.buka","rincian":{"skema":1,"vkey":"naskah.contoh.go.id/log/pemkab-contoh/2026+4f2f3530+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"},"urut":0,"waktu":"2026-07-01T01:00:00.000Z"}',
  },
  {
    bytes: 660,
    hash: '7f8d391a36ae6387f999c276686f76c4817e1af81bc63f3a32f27f2e3350effd',
    text: '{"acak":"sbGxsbGxsbGxsbGxsbGxsQ","artefak":{"konsep":{"alg":"SHA-256","nilai":"EWoDcSZJlIWIr5zQBs/B87auwje50kr+gaK/1b9LtOQ=","ukuran":20480}},"fmt":"naskah-audit/1","korelasi":"req_01JZC0A","log":"naskah.contoh.go.id/log/pemkab-contoh/2026","objek":{"id":"srt_01JZC0SURAT0000000000001","jenis":"surat","n":0},"pelaku":{"id":"usr_01JZC0PENGGUNA000000001","jenis":"pengguna","peran":"konseptor"},"peristiwa":"surat.buat","tertutup":["244WblWYho7ysGW6_gT3IORy90_WlxEsTUqV7Ey5YI4","3rOeKtjAoSaTFcEZY-YKZUEGuQAC-KRuQdU7wrWFinA","955Mcrp0kuov-FEjlGn6p-inkdZUSEYnwF1jqnlN7uU","R-p7sOL-lirII00t8eisxr0sEzFCu7FIK9rHmFGSs6s"],"urut":1,"waktu":"2026-07-01T01:02:03.004Z"}',
  },
  {
    bytes: 455,
    hash: '113ca9753779eb93b9fd4e26ae56b6295941805e30cd71de92a4cd9a3f8581ed',
    text: '{"acak":"srKysrKysrKysrKysrKysg","fmt":"naskah-audit/1","korelasi":"req_01JZC0B","log":"naskah.contoh.go.id/log/pemkab-contoh/2026","objek":{"id":"srt_01JZC0SURAT0000000000001","jenis":"surat","n":1,"prev":"f405GjauY4f5mcJ2aG92xIF+Gvgbxj86MvJ/LjNQ7/0="},"pelaku":{"id":"usr_01JZC0PENGGUNA000000002","jenis":"pengguna","peran":"kepala_dinas"},"peristiwa":"surat.paraf","rincian":{"langkah":1,"putusan":"setuju"},"urut":2,"waktu":"2026-07-01T01:10:00.120Z"}',
  },
  {
    bytes: 458,
    hash: '70117b6753e58f69cfcf6b5ac9e6faa0132693f8e9165cbebd21007c91a2c701',
    text: '{"acak":"s7Ozs7Ozs7Ozs7Ozs7Ozsw","fmt":"naskah-audit/1","korelasi":"req_01JZC0C","log":"naskah.contoh.go.id/log/pemkab-contoh/2026","objek":{"id":"srt_01JZC0SURAT0000000000001","jenis":"surat","n":2,"prev":"ETypdTd565O5/U4mrla2KVlBgF4wzXHekqTNmj+Fge0="},"pelaku":{"id":"usr_01JZC0PENGGUNA000000002","jenis":"pengguna","peran":"kepala_dinas"},"peristiwa":"nomor.terbit","rincian":{"buku":"KEL-UND-2026","nomor":17},"urut":3,"waktu":"2026-07-01T01:15:00.000Z"}',
  },
  {
    bytes: 601,
    hash: 'b2ae4a14bce818f889b799d38012ebd5720142de20d7253305215f1f83a8b42d',
    text: '{"acak":"tLS0tLS0tLS0tLS0tLS0tA","artefak":{"ttd":{"alg":"SHA-256","nilai":"y23jGdI+GmyxuOo7trZ6ueuqNM+Uq6jlf/3j8foag0A=","ukuran":153}},"fmt":"naskah-audit/1","korelasi":"req_01JZC0C","log":"naskah.contoh.go.id/log/pemkab-contoh/2026","objek":{"id":"srt_01JZC0SURAT0000000000001","jenis":"surat","n":3,"prev":"cBF7Z1Plj2nPz2tayeb6oBMmk/jpFly+vSEAfJGixwE="},"pelaku":{"id":"usr_01JZC0PENGGUNA000000002","jenis":"pengguna","peran":"kepala_dinas"},"peristiwa":"surat.tte.niat","rincian":{"sertifikat":"BimEMugGayniIjvMI6qVBLVq5Qj6vzQ1UIhpucMZDiI=","upaya":1},"urut":4,"waktu":"2026-07-01T01:15:00.001Z"}',
  },
  {
    bytes: 564,
    hash: 'c77cad2faa866c8242374389ff46834abab37782611c34ef0c9a9fd2ab64f7bb',
    text: '{"acak":"tbW1tbW1tbW1tbW1tbW1tQ","artefak":{"pdf":{"alg":"SHA-256","nilai":"3xCS/Yqv+8FLtCtvSoPPYwzzOX3rZE8v2N/B4rCPoBs=","ukuran":345678}},"fmt":"naskah-audit/1","korelasi":"req_01JZC0C","log":"naskah.contoh.go.id/log/pemkab-contoh/2026","objek":{"id":"srt_01JZC0SURAT0000000000001","jenis":"surat","n":4,"prev":"sq5KFLzoGPiJt5nTgBLr1XIBQt4g1yUzBSFfH4OotC0="},"pelaku":{"id":"usr_01JZC0PENGGUNA000000002","jenis":"pengguna","peran":"kepala_dinas"},"peristiwa":"surat.tte.selesai","rincian":{"tingkat":"B-LT","upaya":1},"urut":5,"waktu":"2026-07-01T01:15:02.345Z"}',
  },
  {
    bytes: 452,
    hash: 'd5b8006367c002bb2b5118a00e253fbe5407184b51989410f3099e8363b506f3',
    text: '{"acak":"tra2tra2tra2tra2tra2tg","fmt":"naskah-audit/1","korelasi":"req_01JZC0D","log":"naskah.contoh.go.id/log/pemkab-contoh/2026","objek":{"id":"srt_01JZC0SURAT0000000000001","jenis":"surat","n":5,"prev":"x3ytL6qGbIJCN0OJ/0aDSrqzd4JhHDTvDJqf0qtk97s="},"pelaku":{"id":"usr_01JZC0PENGGUNA000000002","jenis":"pengguna","peran":"kepala_dinas"},"peristiwa":"surat.kirim","rincian":{"kanal":"naskah","tujuan":3},"urut":6,"waktu":"2026-07-01T01:20:00.000Z"}',
  },
] as const;
export const leafRoots = {
  3: '3b28da2de2dff4557895a2095e1a96b902ccdc8595c54f43ccfc79777487e8a9',
  4: '482f38f97ce13cb8b92632f0aab7154e63fba228d129835bacf79b5258d9d716',
  7: 'cf8a5c7c81b727b55b9a8f99cdf9a67513413bedd52fa0ebae79c9612e18807a',
} as const;
export const logName = 'naskah.contoh.go.id/log/pemkab-contoh/2026';
export const logPublicKey = '03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8';
export const logVkey =
  'naskah.contoh.go.id/log/pemkab-contoh/2026+4f2f3530+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4';
export const witnessVkey = 'saksi.provinsi.go.id/w1+4bd2c5ca+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X';
