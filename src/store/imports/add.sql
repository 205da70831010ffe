insert into import (kind, file_hash, file_size_bytes, imported_on)
values (:kind, :file_hash, :file_size_bytes, :imported_on)
