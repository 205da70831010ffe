select claim.duplicate_key
from live_import
cross join submitted_claim as claim on claim.import = live_import.id
where live_import.kind = 'claims'
