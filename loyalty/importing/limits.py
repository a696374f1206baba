"""How much of a file is taken. Checked before anything is unpacked or parsed."""

MB = 1024 * 1024
PACKED_BYTES_MOST = 20 * MB  # XLSX and XLS
TEXT_BYTES_MOST = 40 * MB  # CSV and the like: 200,000 stays are about 30 MB
UNPACKED_BYTES_MOST = 200 * MB
RATIO_MOST = 100
ROWS_MOST = 300_000
COLUMNS_MOST = 200
CELLS_MOST = 8_000_000  # of a sheet's rectangle: a cell far out makes a small file large in memory
HEADER_WITHIN = 10
