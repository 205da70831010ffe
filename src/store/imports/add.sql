insert into import (kind, file_hash, file_size_bytes, imported_on)
values (:kind, coalesce(nullif(:file_hash, ''), 'not known yet'), :file_size_bytes, :imported_on)
